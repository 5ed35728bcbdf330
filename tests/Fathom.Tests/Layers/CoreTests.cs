using Fathom.Layers;
using Fathom.Models;
using Fathom.Regularizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class CoreTests
{
    [Fact]
    public void Dense_layers()
    {
        LayerHarness.Check("dense", () => new Dense(3, Activation.Tanh));
        LayerHarness.Check("dense_sequence", () => new Dense(3));
        LayerHarness.Check("dense_no_bias", () => new Dense(3, Activation.Sigmoid) { UseBias = false });
        LayerHarness.Check("dense", () => new Dense(3, Activation.Tanh) { BiasRegularizer = new L2(0.01) });
    }

    [Fact]
    public void Embeddings()
    {
        LayerHarness.Check("embedding", () => new Embedding(7, 5), names: true);
        LayerHarness.Check("embedding", () => new Embedding(7, 5) { MaskZero = true, EmbeddingsRegularizer = new L2(0.01) }, names: true);
        LayerHarness.Check("embedding_one_token", () => new Embedding(7, 5), names: true);
    }

    [Fact]
    public void Layers_that_give_their_input()
    {
        LayerHarness.Check("masking", () => new Masking());
        LayerHarness.Check("masking", () => new Masking { MaskValue = -1 });
        LayerHarness.Check("identity", () => new Identity());
    }

    [Fact]
    public void Einstein_sums()
    {
        LayerHarness.Check("einsum_dense", () => new EinsumDense("ab,bc->ac", [3], Activation.Tanh) { BiasAxes = "c" });
        LayerHarness.Check("einsum_dense_heads", () => new EinsumDense("abc,cde->abde", [Shape.Unknown, 3, 5]) { BiasAxes = "de" });
        LayerHarness.Check("einsum_dense_two_in", () => new EinsumDense("abcd,cde->abe", [Shape.Unknown, 6]) { BiasAxes = "e" });
        LayerHarness.Check("einsum_dense_ellipsis", () => new EinsumDense("...x,xy->...y", [5]) { BiasAxes = "y" });
        LayerHarness.Check("einsum_dense_ellipsis_right", () => new EinsumDense("ab...,bd->ad...", [5]) { BiasAxes = "d" });
        LayerHarness.Check("einsum_dense_middle", () => new EinsumDense("abc,bd->adc", [3, 6]) { BiasAxes = "d" });
        LayerHarness.Check("einsum_dense_no_bias", () => new EinsumDense("abc,dc->abd", [Shape.Unknown, 5]));
    }

    [Fact]
    public void Functions()
    {
        Lambda.Register("sum_of_squares", x => x.square().sum(1), shape => shape[1..]);
        LayerHarness.Check("lambda", () => new Lambda("sum_of_squares"));
    }

    [Fact]
    public void Embedding_masks_id_0_and_only_if_asked()
    {
        using var scope = NewDisposeScope();
        Tensor ids = tensor(new float[,] { { 3, 0, 1 }, { 0, 0, 2 } });
        Tensor vectors = new Embedding(4, 2) { MaskZero = true }.Forward(ids, CallContext.Infer);
        Assert.Equal([true, false, true, false, false, true], Masks.Of(vectors)!.data<bool>().ToArray());
        Assert.Null(Masks.Of(new Embedding(4, 2).Forward(ids, CallContext.Infer)));
    }

    [Theory]
    [InlineData(4), InlineData(-1), InlineData(float.NaN)]
    public void Ids_out_of_range_are_refused(float id)
    {
        using var scope = NewDisposeScope();
        var layer = new Embedding(4, 2) { Name = "words" };
        string message = Assert.Throws<ArgumentException>(() => layer.Forward(tensor(new float[,] { { 0, id } }), CallContext.Train)).Message;
        Assert.Contains("Embedding 'words' has vectors for the ids 0 … 3 but got ids from", message, StringComparison.Ordinal);
        Assert.Contains("Make it with an inputDim", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masking_marks_the_steps_all_of_whose_features_have_the_value()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new float[,,] { { { -1, -1 }, { -1, 2 }, { 0, 0 } } });
        Tensor y = new Masking { MaskValue = -1 }.Forward(x, CallContext.Infer);
        Assert.Equal([false, true, true], Masks.Of(y)!.data<bool>().ToArray());
        Assert.Equal([0f, 0, -1, 2, 0, 0], y.data<float>().ToArray());
    }

    [Fact]
    public void An_einsum_layer_draws_with_the_fans_of_its_matrix()
    {
        Seeds.Set(5);
        var layer = new EinsumDense("abc,cde->abde", [Shape.Unknown, 8, 16]);
        layer.Build([new Shape(3, 64)]);
        // Glorot's bound for a matrix of 64 rows and 8 · 16 columns; 8192 draws come within a hundredth of it.
        double bound = Math.Sqrt(6.0 / (64 + 128));
        Assert.InRange(layer.OwnWeights[0].ToArray().Max(Math.Abs), 0.99 * bound, bound);
    }

    [Theory]
    [InlineData("ab,bc"), InlineData("ab,bc->ad"), InlineData("ab,bcd->ac"), InlineData("...ab,bc->ac")]
    public void Equations_that_name_nothing_are_refused(string equation) => Assert.Throws<ArgumentException>(() => new EinsumDense(equation, [3]));

    [Fact]
    public void Shapes_an_equation_does_not_fit_are_refused()
    {
        Assert.Contains("names 3 axes (batch included) but the input has 2", Refused(new EinsumDense("abc,cd->abd", [4, 5]), [6]), StringComparison.Ordinal);
        Assert.Contains("axis 'b' is 3 long in the input but 4 in the output", Refused(new EinsumDense("abc,cd->abd", [4, 5]), [3, 6]), StringComparison.Ordinal);
        Assert.Contains("Give that axis of the input a length", Refused(new EinsumDense("abc,cd->abd", [Shape.Unknown, 5]), [3, Shape.Unknown]), StringComparison.Ordinal);
        var built = new EinsumDense("abc,cd->abd", [Shape.Unknown, 5]);
        built.Build([new Shape(3, 6)]);
        Assert.Contains("was built with one of (6, 5)", Refused(built, [3, 7]), StringComparison.Ordinal);

        static string Refused(Layer layer, Shape input) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes([input])).Message;
    }

    [Fact]
    public void A_function_without_a_name_cannot_be_saved_and_says_how()
    {
        var model = new Sequential { new Input(3), new Lambda(x => x * 2) };
        string message = Assert.Throws<InvalidOperationException>(() => model.GetConfig()).Message;
        Assert.Contains("Lambda.Register(\"name\", function)", message, StringComparison.Ordinal);
        Assert.Contains("Lambda.Register(\"nowhere\"", Assert.Throws<ArgumentException>(() => new Lambda("nowhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_gives_another_shape_is_refused()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, 3);
        Assert.Contains("where (None, 3) was declared", Assert.Throws<ShapeException>(() => new Lambda(x => x.sum(-1)).Forward(x, CallContext.Infer)).Message, StringComparison.Ordinal);
    }
}
