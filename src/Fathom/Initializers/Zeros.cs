using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Zero everywhere; the default for biases.</summary>
public sealed class Zeros : Initializer, IFromConfig<Zeros>
{
    /// <inheritdoc/>
    public static Zeros FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random) => values.Clear();
}
