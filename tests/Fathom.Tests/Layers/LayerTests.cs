using Fathom.Layers;

namespace Fathom.Tests.Layers;

public class LayerTests
{
    [Fact]
    public void Reshaping_layers()
    {
        LayerHarness.Check("flatten", () => new Flatten());
        LayerHarness.Check("reshape", () => new Reshape(Shape.Unknown, 2));
        LayerHarness.Check("permute", () => new Permute(2, 1));
    }

    [Fact]
    public void Merging_layers()
    {
        LayerHarness.Check("add", () => new Add());
        LayerHarness.Check("concatenate", () => new Concatenate());
        LayerHarness.Check("concatenate_axis_1", () => new Concatenate { Axis = 1 });
    }

}
