using Fathom.Layers;

namespace Fathom.Tests.Layers;

public class LayerTests
{
}
