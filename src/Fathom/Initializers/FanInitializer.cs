namespace Fathom.Initializers;

/// <summary>
/// Draws with mean zero and variance scale / fan, so that signals keep their size through the layers: the base of the Glorot, He and LeCun
/// initializers.
/// </summary>
public abstract class FanInitializer : Initializer
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

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        (double fanIn, double fanOut) = Fans(shape);
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
}
