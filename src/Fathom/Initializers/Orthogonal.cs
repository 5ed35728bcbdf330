using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Initializers;

/// <summary>
/// A matrix with orthonormal rows or columns (whichever are fewer), the axes before the last flattened into rows; the default for recurrent
/// kernels (Saxe et al. 2014).
/// </summary>
/// <param name="gain">Multiplies the matrix.</param>
public sealed class Orthogonal(double gain = 1) : RandomInitializer, IFromConfig<Orthogonal>
{
    /// <summary>Multiplies the matrix.</summary>
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    public static Orthogonal FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Orthogonal(config.Get("gain", 1.0)) { Seed = config.GetSeed() };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["gain"] = Gain, ["seed"] = Seed };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        if (shape.Length < 2)
            throw new ArgumentException("An orthogonal initializer needs a weight of at least two axes; use another for vectors.", nameof(shape));
        int columns = shape[^1], rows = values.Length / columns, tall = Math.Max(rows, columns), narrow = Math.Min(rows, columns);
        double[] draws = new double[values.Length];
        foreach (ref double draw in draws.AsSpan()) draw = Normal(random);
        using var scope = NewDisposeScope();
        (Tensor q, Tensor r) = linalg.qr(tensor(draws, [tall, narrow]));
        // The signs of R's diagonal make the draw uniform over orthogonal matrices (Mezzadri 2007).
        q = q * r.diagonal().sign() * Gain;
        if (rows < columns) q = q.t();
        q.to(float32).contiguous().data<float>().CopyTo(values);
    }
}
