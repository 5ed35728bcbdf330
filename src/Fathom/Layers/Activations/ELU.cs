using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>f(x) = x for x ≥ 0, α (eˣ − 1) below (<c>keras.layers.ELU</c>; Clevert et al. 2016). Any shape, unchanged.</summary>
/// <param name="alpha">α, minus the value the function falls to.</param>
public sealed class ELU(double alpha = 1) : UnaryLayer, IFromConfig<ELU>
{
    /// <summary>Minus the value the function falls to.</summary>
    public double Alpha { get; } = alpha;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public static ELU FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new ELU(config.Get("alpha", 1.0)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context) => nn.functional.elu(input, Alpha);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["alpha"] = Alpha;
    }
}
