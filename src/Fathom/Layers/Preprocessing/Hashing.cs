using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>
/// Puts names and numbers into bins by their hash (<c>keras.layers.Hashing</c>): a vocabulary that needs no data, at the price that names share bins.
/// </summary>
/// <remarks>
/// It stands before a model, since tensors hold no text. A name is hashed as UTF-8, a number by its decimal digits, with FarmHash's Fingerprint64, modulo the
/// bins: bin for bin what Keras gives. Keras's salt, which takes another hash, is not known here.
/// </remarks>
public sealed class Hashing : IFromConfig<Hashing>
{
    /// <summary>Creates the hashing.</summary>
    /// <param name="numBins">The number of bins, at least 1; with a <see cref="MaskValue"/> the first is its own.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numBins"/> is below 1.</exception>
    public Hashing(int numBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numBins, 1);
        NumBins = numBins;
    }

    /// <summary>The number of bins.</summary>
    public int NumBins { get; }

    /// <summary>The name, or number in digits, that means no data and gets bin 0 to itself; none unless set.</summary>
    public string? MaskValue { get; init; }

    /// <summary>How the bins leave; their numbers unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">TfIdf, which is of lookups alone.</exception>
    public CategoryOutput OutputMode
    {
        get;
        init => field = value != CategoryOutput.TfIdf ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TfIdf counts documents. Take Count, or a lookup.");
    }

    /// <summary>The bin of a name.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>From 0 up to but without <see cref="NumBins"/>.</returns>
    public int BinOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (MaskValue is null || NumBins == 1) return Bucket(name, NumBins);
        return name == MaskValue ? 0 : 1 + Bucket(name, NumBins - 1);
    }

    /// <summary>The bin of a number.</summary>
    /// <param name="number">Any whole number.</param>
    /// <returns>From 0 up to but without <see cref="NumBins"/>.</returns>
    public int BinOf(long number) => BinOf(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Hashes one name per sample.</summary>
    /// <param name="names">The names.</param>
    /// <returns>As <see cref="OutputMode"/> says.</returns>
    public Samples Apply(IEnumerable<string> names) => CategoryCodes.Encode([.. names.Select(BinOf)], OutputMode, NumBins);

    /// <summary>Hashes several names per sample.</summary>
    /// <param name="names">The names of each sample.</param>
    /// <returns>As <see cref="OutputMode"/> says.</returns>
    /// <exception cref="ShapeException">The samples differ in length, and the mode keeps each name.</exception>
    public Samples Apply(IEnumerable<string[]> names) => CategoryCodes.Encode([.. names.Select(row => Array.ConvertAll(row, BinOf))], OutputMode, NumBins);

    /// <summary>Hashes one number per sample.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>As <see cref="OutputMode"/> says.</returns>
    public Samples Apply(IEnumerable<long> numbers) => CategoryCodes.Encode([.. numbers.Select(BinOf)], OutputMode, NumBins);

    /// <inheritdoc/>
    public static Hashing FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config["salt"] is not null) throw new ModelFormatException("The saved Hashing has a salt, for which Keras takes another hash, not known here. Save it without.");
        return new Hashing(config.Need<int>("num_bins")) { MaskValue = config["mask_value"]?.ToString(), OutputMode = CategoryCodes.FromName(config.Get("output_mode", "int")) };
    }

    /// <inheritdoc/>
    public JsonObject GetConfig() => new()
    {
        ["num_bins"] = NumBins,
        ["salt"] = null,
        ["mask_value"] = MaskValue,
        ["output_mode"] = CategoryCodes.NameOf(OutputMode),
        ["sparse"] = false,
    };

    /// <summary>TensorFlow's <c>to_hash_bucket_fast</c>.</summary>
    internal static int Bucket(string name, int buckets) => (int)(FarmHash.Fingerprint64(Encoding.UTF8.GetBytes(name)) % (ulong)buckets);
}
