using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Lays all axes but the batch into one, row-major (<c>keras.layers.Flatten</c>).</summary>
public sealed class Flatten : UnaryLayer, IFromConfig<Flatten>
{
    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Shape(input.IsKnown ? input.Size : Shape.Unknown);
    }

    /// <inheritdoc/>
    public static Flatten FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        SlidingWindow.RequireChannelsLast(config);
        return new Flatten { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ndim == 1 ? input.unsqueeze(1) : input.flatten(1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["data_format"] = "channels_last";
    }
}
