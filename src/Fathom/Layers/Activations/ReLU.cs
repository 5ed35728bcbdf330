using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// f(x) = x from the threshold on, but at most the maximum; slope · (x − threshold) below (<c>keras.layers.ReLU</c>). Any shape, unchanged.
/// </summary>
public sealed class ReLU : UnaryLayer, IFromConfig<ReLU>
{
    /// <summary>The largest value given; unlimited unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double? MaxValue { get; init => field = value is null ? null : NotNegative(value.Value); }

    /// <summary>The slope below the threshold; 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double NegativeSlope { get; init => field = NotNegative(value); }

    /// <summary>Where the function becomes x; 0 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double Threshold { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static ReLU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ReLU
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
            MaxValue = config["max_value"] is null ? null : config.Need<double>("max_value"),
            NegativeSlope = config.Get("negative_slope", 0.0),
            Threshold = config.Get("threshold", 0.0),
        };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (MaxValue is null && Threshold == 0) return NegativeSlope == 0 ? nn.functional.relu(input) : input.leaky_relu(NegativeSlope);
        Tensor result = Threshold == 0 ? nn.functional.relu(input) : nn.functional.threshold(input, Threshold, 0);
        if (MaxValue is double maximum) result = result.clamp_max(maximum);
        return NegativeSlope == 0 ? result : result - nn.functional.relu(Threshold - input) * NegativeSlope;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["max_value"] = MaxValue;
        config["negative_slope"] = NegativeSlope;
        config["threshold"] = Threshold;
    }

    private static double NotNegative(double value) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A ReLU's maximum, slope and threshold are zero or positive.");
}
