using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Uniform draws (<c>keras.initializers.RandomUniform</c>).</summary>
/// <param name="minimum">The least value.</param>
/// <param name="maximum">The bound above, itself not drawn.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is below <paramref name="minimum"/>.</exception>
public sealed class RandomUniform(double minimum = -0.05, double maximum = 0.05) : RandomInitializer, IFromConfig<RandomUniform>
{
    /// <summary>The least value.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The bound above, itself not drawn.</summary>
    public double Maximum { get; } = maximum >= minimum
        ? maximum
        : throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The maximum lies below the minimum, {minimum}.");

    /// <inheritdoc/>
    public static RandomUniform FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new RandomUniform(config.Get("minval", -0.05), config.Get("maxval", 0.05)) { Seed = config.GetSeed() };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["minval"] = Minimum, ["maxval"] = Maximum, ["seed"] = Seed };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float value in values) value = (float)(Minimum + (Maximum - Minimum) * random.NextDouble());
    }
}
