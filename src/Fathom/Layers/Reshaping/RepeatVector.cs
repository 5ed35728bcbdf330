using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Repeats a vector, to make a sequence of it (<c>keras.layers.RepeatVector</c>).</summary>
/// <remarks>Input (batch, features), output (batch, n, features).</remarks>
public sealed class RepeatVector : UnaryLayer, IFromConfig<RepeatVector>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="n">How often, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public RepeatVector(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        N = n;
    }

    /// <summary>How often the vector is repeated.</summary>
    public int N { get; }

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, "(batch, features)", 1);
        return [N, input[0]];
    }

    /// <inheritdoc/>
    public static RepeatVector FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new RepeatVector(config.Need<int>("n")) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.unsqueeze(1).expand(-1, N, -1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["n"] = N;
    }
}
