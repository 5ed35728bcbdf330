using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Puts numbers into bins (<c>keras.layers.Discretization</c>): bin i holds those from boundary i − 1 up to but without boundary i.</summary>
/// <remarks>Input (batch, …); output as <see cref="OutputMode"/> says. The boundaries are given, or quantiles of data given to <see cref="Adapt"/>.</remarks>
public sealed class Discretization : UnaryLayer, IFromConfig<Discretization>
{
    private float[]? _boundaries;

    /// <summary>Creates the layer with given boundaries.</summary>
    /// <param name="binBoundaries">In increasing order; one bin more than boundaries.</param>
    /// <exception cref="ArgumentException">There are none, or they do not increase.</exception>
    public Discretization(IReadOnlyList<float> binBoundaries) => _boundaries = Check(binBoundaries);

    /// <summary>Creates the layer with as many bins, filled alike by the data given to <see cref="Adapt"/>.</summary>
    /// <param name="numBins">The number of bins, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numBins"/> is below 2.</exception>
    public Discretization(int numBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numBins, 2);
        NumBins = numBins;
    }

    /// <summary>The number of bins to find boundaries for; none where the boundaries were given.</summary>
    public int? NumBins { get; }

    /// <summary>The boundaries; empty before <see cref="Adapt"/>.</summary>
    public IReadOnlyList<float> BinBoundaries => _boundaries ?? [];

    /// <summary>The share of the data by which a boundary may be off its quantile, in (0, 1); 0.01 as in Keras.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Epsilon
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Epsilon is a share of the data, above 0 and below 1; 0.01 is usual.");
    } = 0.01;

    /// <summary>How the bins leave; their numbers unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">TfIdf, which is of lookups alone.</exception>
    public CategoryOutput OutputMode
    {
        get;
        init => field = value != CategoryOutput.TfIdf ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "TfIdf counts documents. Take Count, or a lookup.");
    }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <summary>Takes the boundaries from data: their quantiles, within <see cref="Epsilon"/>, computed as Keras does.</summary>
    /// <param name="data">All values count, whatever their shape.</param>
    /// <exception cref="InvalidOperationException">The boundaries were given.</exception>
    /// <exception cref="ArgumentException">There is no data, or some of it is not a number.</exception>
    public void Adapt(Samples data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (NumBins is not int bins) throw new InvalidOperationException($"{this.Title} was made with boundaries. Make it with a number of bins to take them from data.");
        if (data.Values.Length == 0) throw new ArgumentException("There are no values to take quantiles of. Give at least one.", nameof(data));
        foreach (float value in data.Values)
            if (!float.IsFinite(value))
                throw new ArgumentException("The data hold a value that is no finite number, which has no place among quantiles. Fill or drop missing values first.", nameof(data));
        _boundaries = QuantileSummary.Of(data.Values, Epsilon).Boundaries(bins);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return CategoryCodes.OutputShape(input, OutputMode, NumBins ?? _boundaries!.Length + 1);
    }

    /// <inheritdoc/>
    public static Discretization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        float[]? boundaries = (config["bin_boundaries"] as JsonArray)?.Select(value => value!.GetValue<float>()).ToArray();
        string name = config.LayerName();
        (CategoryOutput mode, double epsilon) = (CategoryCodes.FromName(config.Get("output_mode", "int")), config.Get("epsilon", 0.01));
        return config["num_bins"] is null
            ? new Discretization(boundaries ?? throw new ModelFormatException($"The Discretization '{name}' has neither bin_boundaries nor num_bins.")) { Name = name, OutputMode = mode, Epsilon = epsilon }
            : new Discretization(config.Need<int>("num_bins")) { Name = name, OutputMode = mode, Epsilon = epsilon, _boundaries = boundaries };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_boundaries is null) throw new InvalidOperationException($"{this.Title} has no boundaries yet. Call Adapt with data first, or make it with boundaries.");
        Tensor boundaries = tensor(_boundaries, device: input.device);
        return CategoryCodes.Encode(bucketize(input, boundaries, false, true), OutputMode, NumBins ?? _boundaries.Length + 1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["bin_boundaries"] = _boundaries is null ? null : new JsonArray([.. _boundaries.Select(value => (JsonNode)value)]);
        config["num_bins"] = NumBins;
        config["epsilon"] = Epsilon;
        config["output_mode"] = CategoryCodes.NameOf(OutputMode);
        config["sparse"] = false;
        // Keras's class does not take it.
        config.Remove("trainable");
    }

    private static float[] Check(IReadOnlyList<float> boundaries)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        return boundaries.Count > 0 && boundaries.Zip(boundaries.Skip(1)).All(pair => pair.First < pair.Second) && !boundaries.Any(float.IsNaN)
            ? [.. boundaries]
            : throw new ArgumentException($"The boundaries ({string.Join(", ", boundaries)}) do not increase. Sort them and leave out repetitions.", nameof(boundaries));
    }
}
