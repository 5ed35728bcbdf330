using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Tests.Diagnostics;

// Which values make one output, from the layouts Keras documents for kernels.
public class FilterTests
{
    [Fact]
    public void Filters_of_a_convolution_are_its_last_axis()
    {
        var layer = new Conv2D(2, 1);
        layer.Build([new Shape(4, 4, 2)]);
        (int count, int inner) = Filters.Of(layer, layer.OwnWeights[0]);
        Assert.Equal((2, 1), (count, inner));
        // Filter 0 holds values 0 and 2, filter 1 values 1 and 3 of the kernel (1, 1, 2, 2).
        float[] direction = [1, 1, 0, 1];
        Filters.Normalize(direction, [3, 6, 4, 8], count, inner);
        Assert.Equal([5, MathF.Sqrt(50), 0, MathF.Sqrt(50)], direction);
    }

    // Two filters of two neighbouring values each, as those of an embedding or of a transposed convolution lie; a filter of zeros is not moved.
    [Fact]
    public void Filters_may_lie_in_rows()
    {
        float[] direction = [1, 0, 2, 2];
        Filters.Normalize(direction, [3, 4, 0, 0], count: 2, inner: 2);
        Assert.Equal([5f, 0, 0, 0], direction);
    }
}
