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
    public void Orthogonality_is_the_mean_cosine_over_pairs()
    {
        using var scope = NewDisposeScope();
        // Rows (3, 4), (4, 3), (0, 2): cosines 24/25, 4/5 and 3/5. Columns (3, 4, 0), (4, 3, 2): cosine 24 / (5 √29).
        Tensor weight = tensor(new float[] { 3, 4, 4, 3, 0, 2 }, [3, 2]);
        Assert.Equal(0.01 * (0.96 + 0.8 + 0.6) / 3, new OrthogonalRegularizer().Penalty(weight).ToDouble(), 1e-7);
        Assert.Equal(0.5 * 24 / (5 * Math.Sqrt(29)), new OrthogonalRegularizer(0.5, OrthogonalMode.Columns).Penalty(weight).ToDouble(), 1e-6);
        Assert.Equal(0, new OrthogonalRegularizer().Penalty(eye(4)).ToDouble());
        Assert.Contains("needs a matrix", Assert.Throws<ArgumentException>(() => new OrthogonalRegularizer().Penalty(ones(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_are_read()
    {
        Assert.Equal(0.01, Assert.IsType<L2>(KerasRegistry.Deserialize<Regularizer>("l2")).Strength);
        Assert.Equal(0.01, Assert.IsType<L1>(KerasRegistry.Deserialize<Regularizer>("L1")).Strength);
        Assert.IsType<L1L2>(KerasRegistry.Deserialize<Regularizer>("l1_l2"));
        Assert.IsType<OrthogonalRegularizer>(KerasRegistry.Deserialize<Regularizer>("orthogonal_regularizer"));
        Assert.Contains("'l3'", Assert.Throws<ModelFormatException>(() => KerasRegistry.Deserialize<Regularizer>("l3")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configurations_make_the_trip()
    {
        foreach ((Regularizer regularizer, string config) in ((Regularizer, string)[])[(new L1(0.2), """{"l1":0.2}"""), (new L2(), """{"l2":0.01}"""), (new L1L2(0.1, 0.3), """{"l1":0.1,"l2":0.3}"""),
            (new OrthogonalRegularizer(0.2, OrthogonalMode.Columns), """{"factor":0.2,"mode":"columns"}""")])
        {
            JsonNode saved = JsonNode.Parse(KerasRegistry.Serialize(regularizer, "keras.regularizers")!.ToJsonString())!;
            Assert.Equal(config, KerasRegistry.Deserialize<Regularizer>(saved)!.GetConfig().ToJsonString());
        }
    }

    [Fact]
    public void A_negative_strength_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new L2(-1));
}
