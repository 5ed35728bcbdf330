using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class AttentionTests
{
    [Fact]
    public void Scores_of_the_literature()
    {
        LayerHarness.Check("attention_dot", () => new Attention());
        LayerHarness.Check("attention_dot_key_scale", () => new Attention { UseScale = true });
        LayerHarness.Check("attention_dot_causal", () => new Attention { UseCausalMask = true });
        LayerHarness.Check("attention_dot_scores", () => new Attention { ReturnAttentionScores = true });
        LayerHarness.Check("attention_concat", () => new Attention(AttentionScore.Concat));
        LayerHarness.Check("attention_concat_scale", () => new Attention(AttentionScore.Concat) { UseScale = true });
        LayerHarness.Check("attention_scaled_dot", () => new Attention(AttentionScore.ScaledDot));
        LayerHarness.Check("attention_cosine", () => new Attention(AttentionScore.Cosine) { UseScale = true });
        LayerHarness.Check("attention_general", () => new Attention(AttentionScore.General));
        LayerHarness.Check("attention_additive", () => new Attention(AttentionScore.Additive) { Units = 4 });
        LayerHarness.Check("attention_location", () => new Attention(AttentionScore.Location));
        LayerHarness.Check("additive_attention", () => new AdditiveAttention());
        LayerHarness.Check("additive_attention_no_scale", () => new AdditiveAttention { UseScale = false });
    }

    [Fact]
    public void Heads()
    {
        LayerHarness.Check("multi_head_attention", () => new MultiHeadAttention(2, 3));
        LayerHarness.Check("multi_head_attention_scores", () => new MultiHeadAttention(2, 3) { ReturnAttentionScores = true });
        LayerHarness.Check("multi_head_attention_causal", () => new MultiHeadAttention(2, 3) { UseCausalMask = true });
        LayerHarness.Check("multi_head_attention_key", () => new MultiHeadAttention(2, 3));
        LayerHarness.Check("multi_head_attention_value_dim", () => new MultiHeadAttention(3, 4) { ValueDim = 5, OutputShape = [8] });
        LayerHarness.Check("multi_head_attention_output_shape", () => new MultiHeadAttention(3, 4) { OutputShape = [2, 3] });
        LayerHarness.Check("multi_head_attention_first_axis", () => new MultiHeadAttention(2, 3) { AttentionAxes = [1] });
        LayerHarness.Check("multi_head_attention_both_axes", () => new MultiHeadAttention(2, 3));
        LayerHarness.Check("grouped_query_attention", () => new GroupedQueryAttention(3, 4, 2));
        LayerHarness.Check("grouped_query_attention_one", () => new GroupedQueryAttention(3, 4, 1) { UseCausalMask = true });
    }

    public static TheoryData<string> Kinds => ["attention", "additive", "heads", "heads with scores", "heads with dropout", "grouped"];

    private static Layer Make(string kind, bool causal = false) => kind switch
    {
        "attention" => new Attention(AttentionScore.ScaledDot) { UseCausalMask = causal },
        "additive" => new AdditiveAttention { UseCausalMask = causal },
        "heads" => new MultiHeadAttention(2, 3) { UseCausalMask = causal },
        "heads with scores" => new MultiHeadAttention(2, 3) { UseCausalMask = causal, ReturnAttentionScores = true },
        "heads with dropout" => new MultiHeadAttention(2, 3) { UseCausalMask = causal, Dropout = 0.3f },
        _ => new GroupedQueryAttention(3, 4, 2) { UseCausalMask = causal },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Padded_keys_change_neither_outputs_nor_gradients(string kind)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        Tensor query = randn(2, 4, 6), value = randn(2, 5, 6);
        Tensor mask = tensor(new bool[,] { { true, true, true, false, false }, { true, true, true, true, false } });
        Tensor changed = value.masked_fill(mask.logical_not().unsqueeze(-1), 100f);
        Layer layer = Make(kind);
        layer.Build([new Shape(4, 6), new Shape(5, 6)]);
        (Tensor Output, Tensor[] Gradients) plain = Run(value), other = Run(changed);
        Assert.True(plain.Output.allclose(other.Output, 1e-5, 1e-6));
        foreach ((Tensor one, Tensor two) in plain.Gradients.Zip(other.Gradients)) Assert.True(one.allclose(two, 1e-4, 1e-5));
        Assert.Equal(0, plain.Gradients[1].masked_select(mask.logical_not().unsqueeze(-1)).abs().sum().ToSingle());

        (Tensor, Tensor[]) Run(Tensor values)
        {
            Tensor q = query.clone().requires_grad_(true), v = values.clone().requires_grad_(true);
            _ = Masks.Attach(v, mask);
            Tensor output = layer.Forward([q, v], kind == "heads with dropout" ? CallContext.Infer : CallContext.Train)[0];
            return (output, [.. autograd.grad([output.sin().sum()], [q, v, .. layer.Weights.Select(weight => weight.Value)])]);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_future_changes_nothing_before_it(string kind)
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        Layer layer = Make(kind, causal: true);
        Tensor x = randn(2, 6, 6), later = x.clone();
        later[.., 4..] += 50;
        Tensor one = layer.Forward([x, x], CallContext.Infer)[0], two = layer.Forward([later, later], CallContext.Infer)[0];
        Assert.True(one.narrow(1, 0, 4).allclose(two.narrow(1, 0, 4), 1e-5, 1e-6));
        Assert.False(one.narrow(1, 4, 2).allclose(two.narrow(1, 4, 2), 1e-5, 1e-6));
        // The same with a padding mask, which takes another way through the library.
        Tensor mask = ones(2, 6, dtype: ScalarType.Bool);
        mask[1, 5] = false;
        _ = (Masks.Attach(x, mask), Masks.Attach(later, mask));
        (one, two) = (layer.Forward([x, x], CallContext.Infer)[0], layer.Forward([later, later], CallContext.Infer)[0]);
        Assert.True(one.narrow(1, 0, 4).allclose(two.narrow(1, 0, 4), 1e-5, 1e-6));
        Assert.Equal(mask.data<bool>().ToArray(), Masks.Of(one)!.data<bool>().ToArray());
    }

    [Fact]
    public void The_fused_way_and_the_explicit_one_agree_also_where_a_query_sees_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        Tensor query = randn(2, 4, 6), value = randn(2, 5, 6), given = ones(2, 4, 5);
        given[0, 2] = 0;
        given[1, .., 3] = 0;
        Layer fused = new MultiHeadAttention(2, 3), explicitly = new MultiHeadAttention(2, 3) { ReturnAttentionScores = true };
        foreach (Layer layer in new[] { fused, explicitly }) layer.Build([new Shape(4, 6), new Shape(5, 6), new Shape(5, 6), new Shape(4, 5)]);
        foreach ((Weight from, Weight to) in fused.Weights.Zip(explicitly.Weights)) to.Assign(from.ToArray());
        IReadOnlyList<Tensor> outputs = explicitly.Forward([query, value, value, given], CallContext.Train);
        Assert.True(fused.Forward([query, value, value, given], CallContext.Train)[0].allclose(outputs[0], 1e-5, 1e-6));
        Assert.Equal(0, outputs[1][0, .., 2].abs().sum().ToSingle());
        Assert.True(outputs[1].sum(-1)[1].allclose(ones(2, 4)));
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_repeats_with_its_seed()
    {
        using var scope = NewDisposeScope();
        float[] Draw()
        {
            Seeds.Set(31);
            var layer = new MultiHeadAttention(2, 4) { Dropout = 0.5f, ReturnAttentionScores = true };
            Tensor x = ones(64, 32, 8);
            Tensor dropped = layer.Forward([x, x], CallContext.Train)[0], whole = layer.Forward([x, x], CallContext.Infer)[0];
            Assert.True((dropped - whole).abs().max().ToSingle() > 1e-3f);
            // Every value is the same, so that the mean over 2048 queries is off by the share of dropped weights alone: 4 standard errors.
            Assert.True((dropped.mean([0, 1]) - whole.mean([0, 1])).abs().max().ToDouble() <= 4 / Math.Sqrt(2048 * 32) * whole.abs().max().ToDouble() * 8);
            return dropped.data<float>().ToArray();
        }
        Assert.Equal(Draw(), Draw());
    }

    [Fact]
    public void A_saved_graph_holds_weights_arguments_and_options_of_the_call_where_Keras_has_them()
    {
        SymbolicTensor query = Input.Tensor(4, 6), value = Input.Tensor(5, 6), key = Input.Tensor(5, 6), mask = Input.Tensor(4, 5);
        SymbolicTensor x = new MultiHeadAttention(2, 3) { Name = "mha", UseCausalMask = true }.Apply(query, value, key, mask);
        var model = new Model([query, value, key, mask], [new GroupedQueryAttention(3, 2, 1) { Name = "gqa" }.Apply(x, x)]);
        System.Text.Json.Nodes.JsonObject saved = model.GetConfig();
        System.Text.Json.Nodes.JsonNode heads = saved["layers"]!.AsArray().Single(layer => (string)layer!["name"]! == "mha")!;
        Assert.Null(heads["config"]!["use_causal_mask"]);
        Assert.True((bool)heads["inbound_nodes"]![0]!["kwargs"]!["use_causal_mask"]!);
        Assert.Equal(2, heads["inbound_nodes"]![0]!["args"]!.AsArray().Count);
        Assert.NotNull(heads["inbound_nodes"]![0]!["kwargs"]!["attention_mask"]!["config"]!["keras_history"]);

        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            IReadOnlyDictionary<string, StoredWeight> weights;
            using (FileStream file = File.OpenRead(path)) weights = KerasArchive.Read(file, path).Weights;
            Assert.Equal([6, 2, 3], weights["layers/multi_head_attention/query_dense/vars/0"].Shape);
            Assert.Equal([2, 3, 6], weights["layers/multi_head_attention/output_dense/vars/0"].Shape);
            Assert.Equal([1, 3], weights["layers/grouped_query_attention/_value_dense/vars/1"].Shape);
            Model loaded = Model.Load(path);
            Assert.Equal(saved.ToJsonString(), loaded.GetConfig().ToJsonString());
            Assert.Equal(model.GetWeights(), loaded.GetWeights());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Inner_layers_follow_the_layer()
    {
        Layer frozen = new MultiHeadAttention(2, 3) { Trainable = false, DTypePolicy = DTypePolicy.MixedBFloat16 };
        frozen.Build([new Shape(4, 6), new Shape(4, 6)]);
        Assert.Empty(frozen.TrainableWeights);
        Assert.All(frozen.Sublayers, layer => Assert.Equal(DTypePolicy.MixedBFloat16, layer.DTypePolicy));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("apply it to the same tensor twice", Refused(new MultiHeadAttention(2, 3), [4, 6]), StringComparison.Ordinal);
        Assert.Contains("one key per value", Refused(new Attention(), [4, 6], [5, 6], [3, 6]), StringComparison.Ordinal);
        Assert.Contains("whose last axes differ", Refused(new Attention(), [4, 6], [5, 7]), StringComparison.Ordinal);
        Assert.Contains("needs a known number of keys", Refused(new Attention(AttentionScore.Location), [4, 6], [Shape.Unknown, 7]), StringComparison.Ordinal);
        Assert.Contains("it is (batch, queries, keys)", Refused(new MultiHeadAttention(2, 3), [4, 6], [5, 6], [5, 6], [5, 4]), StringComparison.Ordinal);
        Assert.Contains("Set AttentionAxes to 1 … 1", Refused(new MultiHeadAttention(2, 3) { AttentionAxes = [2] }, [4, 6], [5, 6]), StringComparison.Ordinal);
        Assert.Contains("Take a divisor of 4", Assert.Throws<ArgumentOutOfRangeException>(() => new GroupedQueryAttention(3, 4, 3)).Message, StringComparison.Ordinal);

        static string Refused(Layer layer, params Shape[] inputs) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes(inputs)).Message;
    }
}
