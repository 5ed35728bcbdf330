using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>One everywhere; the default for scales.</summary>
public sealed class Ones : Initializer, IFromConfig<Ones>
{
    /// <inheritdoc/>
    public static Ones FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random) => values.Fill(1);
}
