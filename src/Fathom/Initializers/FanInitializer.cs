using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>
/// Draws with mean zero and variance scale / fan, so that signals keep their size through the layers: the base of the Glorot, He and LeCun
/// initializers.
/// </summary>
public abstract class FanInitializer : RandomInitializer
{
    // The standard deviation of a standard normal variable truncated to [-2, 2].
    private const double TruncatedDeviation = 0.87962566103423978;

    private protected FanInitializer(double scale, FanMode mode, DrawDistribution distribution)
    {
        Scale = scale;
        Mode = mode;
        Distribution = distribution;
    }

    /// <summary>The variance times the fan.</summary>
    public double Scale { get; }

    /// <summary>The fan scaled by.</summary>
    public FanMode Mode { get; }

    /// <summary>The distribution drawn from; its variance, after truncation, is <see cref="Scale"/> over the fan.</summary>
    public DrawDistribution Distribution { get; }

    /// <summary>The axes whose lengths make up the fan-in, for kernels of unusual layout; needs <see cref="OutputAxes"/>. The layout of Keras's kernels unless set.</summary>
    public Axes? InputAxes { get; init; }

    /// <summary>The axes whose lengths make up the fan-out; needs <see cref="InputAxes"/>.</summary>
    public Axes? OutputAxes { get; init; }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        // Versions of Keras before 3.16 do not take these.
        if (InputAxes is not null) config.Put("input_axes", InputAxes);
        if (OutputAxes is not null) config.Put("output_axes", OutputAxes);
        return config;
    }

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        (double fanIn, double fanOut) = InputAxes is not null && OutputAxes is not null ? (Product(shape, InputAxes), Product(shape, OutputAxes)) : Fans(shape);
        double fan = Mode switch { FanMode.FanIn => fanIn, FanMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2 };
        double variance = Scale / Math.Max(1, fan);
        switch (Distribution)
        {
            case DrawDistribution.Uniform:
                double limit = Math.Sqrt(3 * variance);
                foreach (ref float value in values) value = (float)((2 * random.NextDouble() - 1) * limit);
                break;
            case DrawDistribution.TruncatedNormal:
                double deviation = Math.Sqrt(variance) / TruncatedDeviation;
                foreach (ref float value in values) value = (float)(TruncatedNormal(random) * deviation);
                break;
            default:
                foreach (ref float value in values) value = (float)(Normal(random) * Math.Sqrt(variance));
                break;
        }
    }

    private static double Product(ReadOnlySpan<int> shape, Axes axes)
    {
        double product = 1;
        foreach (int axis in axes.Resolve(shape.Length) ?? throw new ArgumentException($"A weight of {shape.Length} axes has no axes {axes}. Set InputAxes and OutputAxes to axes it has.", nameof(axes)))
            product *= shape[axis];
        return product;
    }
}
