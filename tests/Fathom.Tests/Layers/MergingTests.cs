using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class MergingTests
{
    [Fact]
    public void Value_by_value()
    {
        LayerHarness.Check("add", () => new Add());
        LayerHarness.Check("add_other_rank", () => new Add());
        LayerHarness.Check("subtract", () => new Subtract());
        LayerHarness.Check("multiply", () => new Multiply());
        LayerHarness.Check("average", () => new Average());
        LayerHarness.Check("maximum", () => new Maximum());
        LayerHarness.Check("minimum", () => new Minimum());
    }

    [Fact]
    public void Side_by_side()
    {
        LayerHarness.Check("concatenate", () => new Concatenate());
        LayerHarness.Check("concatenate_axis_1", () => new Concatenate { Axis = 1 });
    }

    [Fact]
    public void Summed_products()
    {
        LayerHarness.Check("dot_vectors", () => new Dot(1));
        LayerHarness.Check("dot_last", () => new Dot(-1));
        LayerHarness.Check("dot_axes", () => new Dot(1, 2));
        LayerHarness.Check("dot_images", () => new Dot(1));
        LayerHarness.Check("dot_vector_and_matrix", () => new Dot(-1));
        LayerHarness.Check("dot_normalize", () => new Dot(2) { Normalize = true });
    }

    // What Merge.compute_mask, Multiply and Maximum of Keras 3 do with masks.
    [Fact]
    public void Masks()
    {
        using var scope = NewDisposeScope();
        Tensor a = Masked([2, 3, 4], [true, true, false]), b = Masked([5, 1, 7], [true, false, false]), bare = tensor(new float[] { 1, 9, 9 }, 1, 3, 1);

        Check(new Add(), [a, b], [7, 4, 11], [true, true, false]);
        Check(new Add(), [a, bare], [3, 12, 13], null);
        Check(new Multiply(), [a, b], [10, 3, 0], [true, true, false]);
        Check(new Multiply(), [a, bare], [2, 27, 9], null);
        Check(new Maximum(), [b, a], [5, 3, 7], [true, true, false]);
        Check(new Minimum(), [a, b], [2, 3, 4], [true, true, false]);
        Check(new Concatenate { Axis = 1 }, [a, bare], [2, 3, 4, 1, 9, 9], [true, true, false, true, true, true]);
        Check(new Concatenate(), [a, b], [2, 5, 3, 1, 4, 7], [true, true, false]);
        Check(new Dot(1), [a, b], [41], null);

        static void Check(Layer layer, Tensor[] inputs, float[] values, bool[]? mask)
        {
            Tensor output = layer.Forward(inputs, CallContext.Infer)[0];
            Assert.Equal(values, output.contiguous().data<float>().ToArray());
            Assert.Equal(mask, Fathom.Layers.Masks.Of(output)?.contiguous().data<bool>().ToArray());
        }

        static Tensor Masked(float[] values, bool[] mask) => Fathom.Layers.Masks.Attach(tensor(values, 1, 3, 1), tensor(mask, 1, 3));
    }

    [Fact]
    public void Shapes_with_axes_not_known()
    {
        Assert.Equal([[Shape.Unknown, 3]], new Add().ComputeOutputShapes([[Shape.Unknown, 3], [1, 3]]));
        Assert.Equal([[Shape.Unknown, 3]], new Add().ComputeOutputShapes([[Shape.Unknown, 3], [4, 3]]));
        Assert.Equal([[Shape.Unknown, 3]], new Concatenate { Axis = 1 }.ComputeOutputShapes([[Shape.Unknown, 3], [4, 3]]));
        Assert.Equal([[Shape.Unknown, Shape.Unknown]], new Dot(-1).ComputeOutputShapes([[Shape.Unknown, 3], [Shape.Unknown, 3]]));
    }

    [Fact]
    public void Lengths_that_come_with_the_data_are_checked()
    {
        using var scope = NewDisposeScope();
        Tensor three = ones(2, 3, 4), five = ones(2, 5, 4);
        foreach (Layer layer in (Layer[])[new Add(), new Concatenate(), new Dot(1)])
        {
            layer.Build([[Shape.Unknown, 4], [Shape.Unknown, 4]]);
            Assert.Contains("(None, 3, 4) and (None, 5, 4)", Assert.Throws<ShapeException>(() => layer.Forward([three, five], CallContext.Infer)).Message, StringComparison.Ordinal);
        }
    }

    // A mask of timesteps and one of single values: a value is data where either says so.
    [Fact]
    public void Masks_of_different_axes()
    {
        using var scope = NewDisposeScope();
        Tensor steps = Fathom.Layers.Masks.Attach(ones(1, 3, 2), tensor(new[] { true, false, false }, 1, 3));
        Tensor values = Fathom.Layers.Masks.Attach(ones(1, 2), tensor(new[] { false, true }, 1, 2));
        Tensor sum = new Add().Forward([steps, values], CallContext.Infer)[0];
        Assert.Equal([true, true, false, true, false, true], Fathom.Layers.Masks.Of(sum)!.contiguous().data<bool>().ToArray());
    }

    // Printed by Keras 3.12 for the same inputs and masks.
    [Fact]
    public void Masks_of_one_input_only()
    {
        using var scope = NewDisposeScope();
        Check(new Multiply(), true, [4, 10, 9, 1, 8, 8]);
        Check(new Multiply(), false, [4, 10, 18, 6, 3, 7]);
        Check(new Maximum(), true, [4, 5, 9, 1, 8, 8]);
        Check(new Maximum(), false, [4, 5, 9, 6, 3, 7]);
        Check(new Minimum(), true, [1, 2, 9, 1, 8, 8]);
        Check(new Minimum(), false, [1, 2, 2, 1, 3, 7]);
        Check(new Average(), true, [2.5f, 3.5f, 5.5f, 3.5f, 5.5f, 7.5f]);

        static void Check(Layer layer, bool first, float[] values)
        {
            Tensor a = tensor(new float[] { 1, 5, 2, 6, 3, 7 }, 1, 3, 2), b = tensor(new float[] { 4, 2, 9, 1, 8, 8 }, 1, 3, 2);
            _ = first ? Fathom.Layers.Masks.Attach(a, tensor(new[] { true, false, false }, 1, 3)) : Fathom.Layers.Masks.Attach(b, tensor(new[] { true, true, false }, 1, 3));
            Tensor output = layer.Forward([a, b], CallContext.Infer)[0];
            Assert.Equal(values, output.contiguous().data<float>().ToArray());
            Assert.Null(Fathom.Layers.Masks.Of(output));
        }
    }

    [Fact]
    public void Errors_tell_the_mend()
    {
        Assert.Contains("got shapes (None, 2) and (None, 3)", Refused(new Add(), [2], [3]), StringComparison.Ordinal);
        Assert.Contains("takes 2 inputs but got 3", Refused(new Subtract(), [2], [2], [2]), StringComparison.Ordinal);
        Assert.Contains("got no input", Refused(new Maximum()), StringComparison.Ordinal);
        Assert.Contains("differ in more than axis -1", Refused(new Concatenate(), [2, 3], [4, 3]), StringComparison.Ordinal);
        Assert.Contains("the batch", Assert.Throws<ArgumentOutOfRangeException>(() => new Concatenate { Axis = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("the batch", Assert.Throws<ArgumentOutOfRangeException>(() => new Dot(0)).Message, StringComparison.Ordinal);
        Assert.Contains("axis 1 of the first has 2 places and axis 1 of the second 3", Refused(new Dot(1), [2, 4], [3, 4]), StringComparison.Ordinal);
        Assert.Contains("sums along axis 2, which shape (None, 4) does not have", Refused(new Dot(2), [3, 4], [4]), StringComparison.Ordinal);
        Assert.Contains("takes 2 inputs but got 1", Refused(new Dot(1), [2]), StringComparison.Ordinal);
    }

    private static string Refused(Layer layer, params Shape[] inputs) => Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes(inputs)).Message;
}
