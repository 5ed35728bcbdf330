namespace Fathom.Layers;

/// <summary>One call of a layer in a graph; a shared layer has several.</summary>
internal sealed class Node
{
    public Node(Layer layer, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<Shape> outputs)
    {
        Layer = layer;
        Inputs = inputs;
        Outputs = [.. outputs.Select((shape, index) => new SymbolicTensor(this, index, shape))];
    }

    public Layer Layer { get; }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    public IReadOnlyList<SymbolicTensor> Outputs { get; }
}
