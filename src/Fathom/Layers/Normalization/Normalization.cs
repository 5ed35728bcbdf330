using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Initializers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Standardizes features with fixed statistics: (x − mean) / √variance, of data seen once before training or given (<c>keras.layers.Normalization</c>). Being part of
/// the model, the same numbers serve wherever it is used.
/// </summary>
/// <remarks>
/// Any shape, unchanged. Call <see cref="Adapt(Dataset, int)"/> on the training data alone: statistics of test data are a leak. Weights, unless mean and
/// variance are given: mean and variance, shaped as the axes, and count, which Keras keeps for old files; no optimizer changes them.
/// </remarks>
public sealed class Normalization : UnaryLayer, IFromConfig<Normalization>, IValueLine
{
    // Keras's own constant: a feature without variance is centred and no more.
    private const double LeastDeviation = 1e-7;
    private Weight? _mean, _variance;
    private long[] _axes = [];

    /// <summary>The axis, or axes, whose every position has a mean and a variance of its own, batch counted; the last unless set, <c>[]</c> for one of all values.</summary>
    public Axes Axis { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = -1;

    /// <summary>The means, where they are known beforehand: one for all, or one per position of the last of the axes. Give the variances too.</summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>The variances, as many as <see cref="Mean"/>.</summary>
    public IReadOnlyList<double>? Variance { get; init; }

    /// <summary>Whether to undo the standardization instead: mean + x · √variance.</summary>
    public bool Invert { get; init; }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool AllowsLowPrecision => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedSameLengths(input, Axis);
        return input;
    }

    /// <inheritdoc/>
    public static Normalization FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Normalization
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            Axis = config.ContainsKey("axis") ? config.GetAxes("axis") ?? [] : -1,
            Mean = Numbers(config, "mean"),
            Variance = Numbers(config, "variance"),
            Invert = config.Get("invert", false),
        };
    }

    /// <summary>Takes mean and variance from data, in double precision; those it had are forgotten.</summary>
    /// <param name="data">(samples, …): training data.</param>
    /// <exception cref="ShapeException">The data does not fit the axes, or what the layer was built for.</exception>
    /// <exception cref="ArgumentException">There are no samples, or values that are not finite.</exception>
    /// <exception cref="InvalidOperationException">Mean and variance were given.</exception>
    public void Adapt(Samples data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Adapt(Dataset.From([data], []).Batch(1024));
    }

    /// <summary>Takes mean and variance from a dataset, batch by batch, so that it need not be held as one tensor.</summary>
    /// <param name="data">Training data; targets are not looked at.</param>
    /// <param name="input">Which of its inputs, counted from 0.</param>
    /// <exception cref="ShapeException">The data does not fit the axes, or what the layer was built for.</exception>
    /// <exception cref="ArgumentException">There are no samples, or values that are not finite.</exception>
    /// <exception cref="InvalidOperationException">Mean and variance were given.</exception>
    public void Adapt(Dataset data, int input = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, data.Source.Inputs.Count);
        if (Mean is not null) throw new InvalidOperationException($"{this.Title} was given its mean and variance. Leave them out to take them from data.");
        if (data.Count == 0) throw new ArgumentException("There are no samples to take mean and variance from.", nameof(data));
        Shape shape = data.Source.Inputs[input];
        if (IsBuilt) _ = ComputeOutputShape(shape);
        else Build([shape]);
        var moments = new RunningMoments(_mean!.Size);
        using var feed = new BatchFeed(data, CPU);
        using (no_grad())
            foreach (Batch batch in feed.Epoch())
                moments.Add(batch.Inputs[input], _axes);
        if (!moments.AreFinite)
            throw new ArgumentException($"{this.Title} cannot take mean and variance from data with values that are missing or infinite. Fill them or leave them out first.", nameof(data));
        _mean.Assign(Array.ConvertAll(moments.Mean, value => (float)value));
        _variance!.Assign(Array.ConvertAll(moments.Variance, value => (float)value));
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int[] lengths = this.LengthsAlong(input, Axis);
        _axes = Array.ConvertAll(this.ResolveAxes(input, Axis), axis => (long)axis);
        if (Mean is null && Variance is null)
        {
            _mean = AddWeight("mean", lengths, new Zeros(), trainable: false);
            _variance = AddWeight("variance", lengths, new Ones(), trainable: false);
            _ = AddWeight("count", [], new Zeros(), trainable: false);
        }
        else if (Mean is null || Variance is null || Mean.Count != Variance.Count || (Mean.Count != 1 && (lengths.Length == 0 || Mean.Count != lengths[^1])))
        {
            throw new ShapeException(
                $"{this.Title} got shape {input}, {Mean?.Count ?? 0} means and {Variance?.Count ?? 0} variances. Give one of each, or as many of each as axis {Axis} has positions.");
        }
    }

    ValueLine? IValueLine.AtInference(int features)
    {
        if (!IsBuilt || _axes.Any(axis => axis != InputShapes[0].Count)) return null;
        float[] mean = Along(_mean, Mean), deviation = Array.ConvertAll(Along(_variance, Variance), variance => MathF.Max(MathF.Sqrt(variance), (float)LeastDeviation));
        return Invert ? new ValueLine(new float[features], deviation, mean) : new ValueLine(mean, Array.ConvertAll(deviation, value => 1 / value), new float[features]);

        float[] Along(Weight? weight, IReadOnlyList<double>? given)
        {
            float[] values = weight?.ToArray() ?? [.. given!.Select(value => (float)value)];
            return values.Length == features ? values : [.. Enumerable.Repeat(values[0], features)];
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor mean = Spread(_mean, Mean, input), deviation = Spread(_variance, Variance, input).sqrt().clamp_min(LeastDeviation);
        return Invert ? mean + input * deviation : (input - mean) / deviation;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = new JsonArray([.. Axis.Select(axis => JsonValue.Create(axis))]);
        config["invert"] = Invert;
        config["mean"] = Node(Mean);
        config["variance"] = Node(Variance);
    }

    private Tensor Spread(Weight? weight, IReadOnlyList<double>? given, Tensor input)
    {
        long[] along = new long[input.ndim];
        Array.Fill(along, 1);
        if (weight is null)
        {
            if (given!.Count > 1) along[_axes[^1]] = given.Count;
            return tensor(given.ToArray(), along, dtype: float32, device: input.device);
        }
        foreach (long axis in _axes) along[axis] = input.shape[axis];
        return weight.Value.view(along);
    }

    private static JsonNode? Node(IReadOnlyList<double>? numbers) => numbers switch
    {
        null => null,
        [double only] => only,
        _ => new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]),
    };

    private static double[]? Numbers(JsonObject config, string key)
    {
        if (config[key] is null) return null;
        if (config[key] is not JsonArray list) return [config.Need<double>(key)];
        return list.All(number => number is JsonValue)
            ? [.. list.Select(number => number!.GetValue<double>())]
            : throw new ModelFormatException($"The Normalization '{config.LayerName()}' has a {key} of several axes; only a number or a list of numbers is known here. Adapt the layer instead of giving it.");
    }
}
