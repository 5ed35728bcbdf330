using System.Text.Json.Nodes;
using Fathom.Regularizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Regularizers;

public class RegularizerTests
{
    [Fact]
    public void Penalties_are_the_closed_forms()
    {
        using var scope = NewDisposeScope();
        Tensor weight = tensor(new float[] { 1, -2, 3, -4 }, [2, 2]);
        Assert.Equal(0.1, new L1().Penalty(weight).ToDouble(), 1e-6);
        Assert.Equal(0.3, new L2().Penalty(weight).ToDouble(), 1e-6);
        Assert.Equal(0.5 * 10 + 0.25 * 30, new L1L2(0.5, 0.25).Penalty(weight).ToDouble(), 1e-5);
    }

    [Fact]
    public void Configurations_make_the_trip()
    {
        foreach ((Regularizer regularizer, string config) in ((Regularizer, string)[])[(new L1(0.2), """{"l1":0.2}"""), (new L2(), """{"l2":0.01}"""), (new L1L2(0.1, 0.3), """{"l1":0.1,"l2":0.3}""")])
        {
            JsonNode saved = JsonNode.Parse(KerasRegistry.Serialize(regularizer, "keras.regularizers")!.ToJsonString())!;
            Assert.Equal(config, KerasRegistry.Deserialize<Regularizer>(saved)!.GetConfig().ToJsonString());
        }
    }

    [Fact]
    public void A_negative_strength_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new L2(-1));
}
