using Fathom.Layers;
using Fathom.Models;
using Fathom.Plots.Drawing;
using Fathom.Plots.Tests.Support;

namespace Fathom.Plots.Tests.Models;

public class ModelDiagramTests
{
    private static Model Tickets()
    {
        SymbolicTensor title = new Input(20, 8) { Name = "title" }.Tensor(), body = new Input(100, 8) { Name = "body" }.Tensor(), tags = new Input(12) { Name = "tags" }.Tensor();
        SymbolicTensor all = new Concatenate().Apply(new LSTM(6).Apply(title), new LSTM(4).Apply(body), tags);
        return new Model([title, body, tags], [new Dense(1, Activation.Sigmoid) { Name = "priority" }.Apply(all), new Dense(4) { Name = "department" }.Apply(all)], "tickets");
    }

    private static Model Residual()
    {
        SymbolicTensor input = new Input(8, 8, 3) { Name = "img" }.Tensor();
        SymbolicTensor first = new Conv2D(4, 3).Apply(input), second = new Conv2D(4, 1).Apply(new Conv2D(4, 1).Apply(first));
        return new Model(input, new Add().Apply(second, first), "residual");
    }

    private static Model Twins()
    {
        SymbolicTensor inside = Input.Tensor(8);
        var encoder = new Model(inside, new Dense(4, Activation.Relu).Apply(new Dense(6).Apply(inside)), "encoder");
        SymbolicTensor left = new Input(8) { Name = "left" }.Tensor(), right = new Input(8) { Name = "right" }.Tensor();
        return new Model([left, right], [new Dense(1) { Name = "score" }.Apply(new Concatenate().Apply(encoder.Apply(left), encoder.Apply(right)))], "twins");
    }

    [Fact]
    public void Every_call_is_a_box_and_every_flow_an_arrow()
    {
        var picture = new Picture(ModelDiagram.ToSvg(Tickets(), showShapes: true, showLayerNames: true, showActivations: true));
        Assert.Equal(8, picture.Boxes.Length);
        Assert.Equal(7, picture.Edges.Length);
        Assert.Equal(3, picture.Boxes.Count(box => box.Style == "box input"));
        Assert.Equal(2, picture.Boxes.Count(box => box.Style == "box output"));
        foreach (string word in (string[])["title", "InputLayer", "(None, 20, 8)", "lstm_1", "Concatenate", "(None, 6), (None, 4), (None, 12) → (None, 22)", "Dense · sigmoid", "output"])
            Assert.Contains(word, picture.Words);
        Assert.StartsWith("tickets: 5 layers, ", picture.Words[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_shapes_and_activations_are_shown_on_demand()
    {
        string[] words = new Picture(ModelDiagram.ToSvg(Tickets())).Words;
        Assert.DoesNotContain("priority", words);
        Assert.Contains("Dense", words);
        Assert.DoesNotContain(words, word => word.Contains("None", StringComparison.Ordinal) || word.Contains('·', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Boxes_keep_clear_of_each_other_and_follow_the_flow(bool horizontal)
    {
        foreach (Model model in (Model[])[Tickets(), Residual(), Twins()])
        {
            var picture = new Picture(ModelDiagram.ToSvg(model, true, true, expandNested: true, horizontal: horizontal));
            for (int a = 0; a < picture.Boxes.Length; a++)
                for (int b = a + 1; b < picture.Boxes.Length; b++)
                {
                    (_, double left, double top, double right, double bottom) = picture.Boxes[a];
                    (_, double otherLeft, double otherTop, double otherRight, double otherBottom) = picture.Boxes[b];
                    Assert.True(right <= otherLeft || otherRight <= left || bottom <= otherTop || otherBottom <= top, $"boxes {a} and {b} of {model.Name} overlap");
                }
            Assert.Equal(horizontal ? picture.Boxes.Max(box => box.Right) : picture.Boxes.Max(box => box.Bottom), horizontal ? picture.Boxes[^1].Right : picture.Boxes[^1].Bottom);
        }
    }

    [Fact]
    public void Shared_models_open_into_a_box_for_each_call()
    {
        string[] closed = new Picture(ModelDiagram.ToSvg(Twins(), showLayerNames: true)).Words, open = new Picture(ModelDiagram.ToSvg(Twins(), showLayerNames: true, expandNested: true)).Words;
        Assert.Equal(2, closed.Count(word => word == "encoder"));
        Assert.Contains("shared, call 2 of 2", closed);
        Assert.Equal(2, open.Count(word => word == "encoder/dense"));
        Assert.Equal(2, open.Count(word => word == "encoder/dense_1"));
        Assert.DoesNotContain("encoder", open);
        Assert.Equal(7, new Picture(ModelDiagram.ToSvg(Twins(), expandNested: true)).Edges.Length);
    }

    [Fact]
    public void A_sequential_model_is_a_chain()
    {
        var picture = new Picture(ModelDiagram.ToSvg(new Sequential { new Input(3), new Dense(2), new Dense(1) { Name = "<last>" } }, showLayerNames: true));
        Assert.Equal(2, picture.Edges.Length);
        Assert.Contains("<last>", picture.Words);
        Assert.Single(picture.Boxes.Select(box => (box.Left + box.Right) / 2).Select(middle => Math.Round(middle)).Distinct());
    }

    // Two boxes over two, given crosswise: in the right order no edges cross.
    [Fact]
    public void The_layout_untangles_what_can_be_untangled()
    {
        var layout = new LayeredLayout([40, 40, 40, 40], [(0, 3), (1, 2)], 10);
        Assert.Equal([0, 0, 1, 1], layout.Ranks);
        Assert.Equal(Math.Sign(layout.Positions[0] - layout.Positions[1]), Math.Sign(layout.Positions[3] - layout.Positions[2]));
        Assert.True(Math.Abs(layout.Positions[0] - layout.Positions[1]) >= 50 - 1e-9);
    }

    [Fact]
    public void Long_edges_bend_around_the_ranks_between()
    {
        var layout = new LayeredLayout([40, 40, 40], [(0, 1), (1, 2), (0, 2)], 10);
        Assert.Equal([0, 1, 2, 1], layout.Ranks);
        Assert.Equal([0, 3, 2], layout.Chains[2]);
        Assert.True(Math.Abs(layout.Positions[3] - layout.Positions[1]) >= 30 - 1e-9);
    }
}
