using Fathom.Layers;
using Fathom.Models;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class LayerTests
{
    // A program may hold models of both kinds, and the fused steps of one kind must not suffer from the other.
    [Fact]
    public void Only_what_computes_in_low_precision_gives_up_fused_steps()
    {
        Layer[] layers = [new Dense(2), new BatchNormalization()];
        var model = new Sequential { new Input(3), layers[0], layers[1] };
        model.Build([[3]]);
        _ = new Dense(1) { DTypePolicy = DTypePolicy.MixedBFloat16 };
        Assert.True(model.IsCalledPlainly);
        Assert.All(layers, layer => Assert.True(layer.IsCalledPlainly));
        using (Autocast.Use(bfloat16)) Assert.All(layers, layer => Assert.False(layer.IsCalledPlainly));
        model.DTypePolicy = DTypePolicy.MixedBFloat16;
        Assert.False(model.IsCalledPlainly);
        Assert.False(layers[0].IsCalledPlainly);
        Assert.True(layers[1].IsCalledPlainly);
    }
}
