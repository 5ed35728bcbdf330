using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Sets a fraction of the channels to zero, each throughout a sample, and scales the others up by 1 / (1 − rate), in training only (Tompson et al. 2015): the
/// base of the layers for sequences, images and volumes.
/// </summary>
public abstract class SpatialDropout : NoiseLayer
{
    private readonly string _axes;
    private readonly int _count;

    private protected SpatialDropout(float rate, string axes, int count)
    {
        Rate = DropoutRate.Check(rate, nameof(rate));
        (_axes, _count) = (axes, count);
    }

    /// <summary>The fraction of channels to drop.</summary>
    public float Rate { get; }

    private protected override bool Disturbs => Rate > 0;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, _axes, _count);
        return input;
    }

    private protected override Tensor Disturb(Tensor input)
    {
        long[] shape = new long[input.ndim];
        Array.Fill(shape, 1);
        (shape[0], shape[^1]) = (input.shape[0], input.shape[^1]);
        return input * Random.DropoutMask(Rate, shape, input.device).to(input.dtype);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rate"] = Rate;
        base.WriteConfig(config);
        if (_count > 2) config["data_format"] = "channels_last";
        // Keras's class does not take it.
        config.Remove("trainable");
    }

    /// <summary>Reads the rate, and refuses channels that do not come last.</summary>
    private protected static float ReadRate(JsonObject config) => config.Get("data_format", "channels_last") == "channels_last"
        ? config.Need<float>("rate")
        : throw new ModelFormatException($"The layer '{config.LayerName()}' has its channels first; data here has them last. Save the model with data_format channels_last.");
}
