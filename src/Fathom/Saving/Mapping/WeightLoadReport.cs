using System.Globalization;
using System.Text;

namespace Fathom.Saving;

/// <summary>What matched when foreign weights were loaded, what did not, and which shapes differ.</summary>
/// <param name="Entries">A line per weight of the model in its order, then one per tensor that no weight took.</param>
public sealed record WeightLoadReport(IReadOnlyList<WeightMatch> Entries)
{
    /// <summary>Whether every weight was loaded and every tensor used or ignored.</summary>
    public bool IsComplete => Entries.All(entry => entry.Fate is WeightFate.Loaded or WeightFate.Ignored);

    /// <summary>The entries of one fate.</summary>
    /// <param name="fate">The fate.</param>
    /// <returns>The entries, in order.</returns>
    public IReadOnlyList<WeightMatch> With(WeightFate fate) => [.. Entries.Where(entry => entry.Fate == fate)];

    /// <summary>The table: what did not go well first.</summary>
    /// <returns>A line of counts, then a line per entry.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendJoin(", ", Entries.GroupBy(entry => entry.Fate).OrderBy(group => group.Key).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Word(group.Key)}")));
        string[][] rows = [["", "weight", "shape", "tensor", "shape", ""], .. Entries.OrderBy(entry => entry.Fate == WeightFate.Loaded).Select(Row)];
        int[] widths = [.. Enumerable.Range(0, 6).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows) text.AppendLine().Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return text.ToString();
    }

    private static string[] Row(WeightMatch entry) =>
        [Word(entry.Fate), entry.Weight, entry.Weight.Length == 0 ? "" : Axes(entry.Shape), entry.Tensors, entry.Fate == WeightFate.Missing ? "" : Axes(entry.TensorShape), entry.Note];

    private static string Word(WeightFate fate) => fate == WeightFate.ShapeDiffers ? "shape differs" : fate.ToString().ToLowerInvariant();

    /// <summary>A shape as text.</summary>
    internal static string Axes(IReadOnlyList<int> shape) => $"({string.Join(", ", shape)})";
}
