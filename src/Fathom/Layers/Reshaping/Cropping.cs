using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>What <see cref="Cropping1D"/>, <see cref="Cropping2D"/> and <see cref="Cropping3D"/> share: places at the ends of axes are left out.</summary>
public abstract class Cropping : MarginLayer
{
    private protected Cropping(Margin[] margins) : base(margins) { }

    private protected Cropping(JsonObject config, int axes) : base(config, "cropping", axes) { }

    private protected sealed override int Sign => -1;

    private protected sealed override string Key => "cropping";

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        // Lengths that were not known when the layer was built.
        if (!InputShapes[0].IsKnown) _ = ComputeOutputShape(SampleShape(input));
        long[] shape = input.shape;
        for (int axis = 0; axis < Margins.Count; axis++)
        {
            Margin margin = Margins[axis];
            input = input.narrow(axis + 1, margin.Before, shape[axis + 1] - margin.Before - margin.After);
        }
        return input;
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        // Keras's layer for sequences takes no such option.
        if (Margins.Count > 1) config["data_format"] = "channels_last";
    }
}
