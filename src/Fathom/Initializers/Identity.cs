using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Initializers;

/// <summary>The identity matrix, cut or filled up with zeros where the weight is not square (<c>keras.initializers.Identity</c>).</summary>
/// <param name="gain">Multiplies the matrix.</param>
public sealed class Identity(double gain = 1) : Initializer, IFromConfig<Identity>
{
    /// <summary>Multiplies the matrix.</summary>
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    public static Identity FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Identity(config.Get("gain", 1.0));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new() { ["gain"] = Gain };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The weight is no matrix.</exception>
    public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
    {
        if (shape.Length != 2) throw new ArgumentException($"An identity initializer needs a matrix, not a weight of {shape.Length} axes; use another here.", nameof(shape));
        values.Clear();
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = (float)Gain;
    }
}
