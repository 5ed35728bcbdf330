using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>Uniform on ±√(6 / (fan-in + fan-out)); the default for kernels (Glorot and Bengio 2010, eq. 16).</summary>
public sealed class GlorotUniform : Initializer, IFromConfig<GlorotUniform>
{
    /// <inheritdoc/>
    public static GlorotUniform FromConfig(JsonObject config) => new();

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        (double fanIn, double fanOut) = Fans(shape);
        double limit = Math.Sqrt(6 / (fanIn + fanOut));
        foreach (ref float value in values) value = (float)((2 * random.NextDouble() - 1) * limit);
    }
}
