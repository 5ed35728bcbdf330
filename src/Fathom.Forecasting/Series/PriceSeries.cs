using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fathom.Forecasting;

/// <summary>
/// A price (or any other level) observed over time, with bars, volume and further columns where there are any. Every column has one finite value per
/// time; times ascend without duplicates. Immutable: the arrays are views for reading.
/// </summary>
public sealed record PriceSeries
{
    private readonly string _where;

    /// <summary>Creates a series of closes.</summary>
    /// <param name="name">Name of the series, such as "SPY"; used in sentences.</param>
    /// <param name="times">Times, strictly ascending.</param>
    /// <param name="close">The level at each time.</param>
    /// <exception cref="ForecastException">
    /// There are fewer than two rows, times do not ascend or repeat, a value is missing or not finite, or the closes are constant.
    /// </exception>
    public PriceSeries(string name, DateTime[] times, double[] close)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(close);
        _where = $"series '{name}'";
        if (times.Length < 2)
        {
            throw new ForecastException($"The series has {times.Length} row{(times.Length == 1 ? "" : "s")}.", _where,
                "Give it a few hundred; a forecaster is fitted on one part and tested on another.");
        }

        SeriesChecks.Ascending(times, _where);
        SeriesChecks.Column("close", close, times, _where);
        SeriesChecks.NotConstant("close", close, _where);
        (Name, Times, Close) = (name, times, close);
    }

    /// <summary>Name of the series.</summary>
    public string Name { get; }

    /// <summary>Times, strictly ascending.</summary>
    public DateTime[] Times { get; }

    /// <summary>The level at each time: the last price of the period.</summary>
    public double[] Close
    {
        get;
        init
        {
            SeriesChecks.Column("close", value, Times, _where);
            field = value;
        }
    }

    /// <summary>Open, high and low; null where the series has closes only.</summary>
    /// <exception cref="ForecastException">A column has a missing value or another length.</exception>
    public PriceBars? Bars
    {
        get;
        init
        {
            if (value is not null)
            {
                SeriesChecks.Column("open", value.Open, Times, _where);
                SeriesChecks.Column("high", value.High, Times, _where);
                SeriesChecks.Column("low", value.Low, Times, _where);
            }

            field = value;
        }
    }

    /// <summary>Traded volume of each period; null where unknown.</summary>
    /// <exception cref="ForecastException">The column has a missing value or another length.</exception>
    public double[]? Volume
    {
        get;
        init
        {
            if (value is not null)
                SeriesChecks.Column("volume", value, Times, _where);
            field = value;
        }
    }

    /// <summary>Further columns known at each time. Default none.</summary>
    /// <exception cref="ForecastException">A column has a missing value or another length, or a name stands twice.</exception>
    public IReadOnlyList<SeriesFeature> Features
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (SeriesFeature feature in value)
            {
                SeriesChecks.Column(feature.Name, feature.Values, Times, _where);
                if (!names.Add(feature.Name))
                    throw new ForecastException($"Two features are called '{feature.Name}'.", _where, "Name each feature once.");
            }

            field = value;
        }
    } = [];

    /// <summary>Where the data came from, for the manifest: a file name, or "embedded …". Default "memory".</summary>
    public string Source { get; init; } = "memory";

    /// <summary>Number of times.</summary>
    public int Length => Times.Length;

    /// <summary>The feature of that name, in any case; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public SeriesFeature? Feature(string name) => Features.FirstOrDefault(feature => feature.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A run of rows as a series of its own.</summary>
    /// <param name="start">First row.</param>
    /// <param name="end">Row after the last.</param>
    /// <exception cref="ForecastException">Fewer than two rows remain, or they are constant.</exception>
    public PriceSeries Slice(int start, int end) => new(Name, Times[start..end], Close[start..end])
    {
        Bars = Bars is null ? null : new PriceBars(Bars.Open[start..end], Bars.High[start..end], Bars.Low[start..end]),
        Volume = Volume?[start..end],
        Features = [.. Features.Select(feature => feature with { Values = feature.Values[start..end] })],
        Source = Source,
    };

    /// <summary>SHA-256 over the names, times (ticks) and bits of every column, in lower-case hexadecimal: equal data, equal hash.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[8];
        foreach (DateTime time in Times)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, time.Ticks);
            hash.AppendData(word);
        }

        foreach ((string name, double[]? values) in Columns())
        {
            if (values is null) continue;
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            foreach (double value in values)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(word, value);
                hash.AppendData(word);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private IEnumerable<(string Name, double[]? Values)> Columns() =>
    [
        ("close", Close), ("open", Bars?.Open), ("high", Bars?.High), ("low", Bars?.Low), ("volume", Volume),
        .. Features.Select(feature => (feature.Name, (double[]?)feature.Values)),
    ];
}
