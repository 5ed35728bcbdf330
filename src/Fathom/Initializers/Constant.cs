using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>The same number everywhere.</summary>
/// <param name="value">The number.</param>
public sealed class Constant(float value) : Initializer, IFromConfig<Constant>
{
    /// <summary>The number.</summary>
    public float Value { get; } = value;

    /// <inheritdoc/>
    public static Constant FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Constant(config.Get("value", 0f));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["value"] = Value };

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random) => values.Fill(Value);
}
