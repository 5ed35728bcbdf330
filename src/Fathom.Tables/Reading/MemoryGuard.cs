using System.Globalization;

namespace Fathom.Tables.Reading;

/// <summary>Stops a read that would take more memory than was allowed, before it is taken.</summary>
internal sealed class MemoryGuard(string path, long limit)
{
    /// <summary>Complains when a table of that size is over the limit.</summary>
    /// <param name="bytes">Its size so far, or as known in advance.</param>
    /// <param name="place">How far reading came.</param>
    public void Check(long bytes, string place)
    {
        if (bytes > limit) throw Refusal($"The table is larger than the memory limit of {Size(limit)}.", place);
    }

    /// <summary>Complains early when the part read so far promises a table half as large again as the limit, or more.</summary>
    /// <param name="bytes">The table's size so far.</param>
    /// <param name="share">The share of the file read so far, 0 to 1.</param>
    /// <param name="place">How far reading came.</param>
    public void Project(long bytes, double share, string place)
    {
        double whole = bytes / share;
        if (whole > limit * 1.5) throw Refusal($"The table would take about {Size(whole)}, more than the memory limit of {Size(limit)}.", place);
    }

    private TableException Refusal(string what, string place) =>
        new(what, $"{path}, {place}", "Read fewer columns with ReadOptions.Columns, or raise ReadOptions.MemoryLimit.");

    private static string Size(double bytes) => bytes >= 1L << 30
        ? (bytes / (1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB"
        : (bytes / (1L << 20)).ToString("0.###", CultureInfo.InvariantCulture) + " MiB";
}
