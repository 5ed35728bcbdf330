using System.Text.Json.Nodes;

namespace Fathom.Initializers;

/// <summary>An initializer that draws: the base of all but the constant ones.</summary>
public abstract class RandomInitializer : Initializer
{
    private protected RandomInitializer() { }

    /// <summary>Makes every draw the same; as in Keras, two weights of one seed and shape then begin alike. Otherwise draws follow <see cref="Seeds"/>.</summary>
    public int? Seed { get; init; }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["seed"] = Seed };

    /// <inheritdoc/>
    public sealed override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random) => Draw(values, shape, Seed is int seed ? new Random(seed) : random);

    /// <summary>Fills a new weight from the generator that the seed decides on.</summary>
    private protected abstract void Draw(Span<float> values, ReadOnlySpan<int> shape, Random random);
}
