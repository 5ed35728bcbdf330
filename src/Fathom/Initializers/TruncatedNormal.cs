using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Normal draws, those beyond two standard deviations drawn again (<c>keras.initializers.TruncatedNormal</c>).</summary>
/// <param name="mean">The mean.</param>
/// <param name="deviation">The standard deviation before truncation, not negative.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="deviation"/> is negative.</exception>
public sealed class TruncatedNormal(double mean = 0, double deviation = 0.05) : RandomInitializer, IFromConfig<TruncatedNormal>
{
    /// <summary>The mean.</summary>
    public double Mean { get; } = mean;

    /// <summary>The standard deviation before truncation.</summary>
    public double Deviation { get; } = deviation >= 0
        ? deviation
        : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation is not negative.");

    /// <inheritdoc/>
    public static TruncatedNormal FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new TruncatedNormal(config.Get("mean", 0.0), config.Get("stddev", 0.05)) { Seed = config.GetSeed() };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["mean"] = Mean, ["stddev"] = Deviation, ["seed"] = Seed };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        foreach (ref float value in values) value = (float)(Mean + Deviation * TruncatedNormal(random));
    }
}
