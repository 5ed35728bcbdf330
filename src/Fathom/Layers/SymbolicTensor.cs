namespace Fathom.Layers;

/// <summary>The promise of a tensor in a graph of layers: a shape and where it comes from, no values yet.</summary>
public sealed class SymbolicTensor
{
    internal SymbolicTensor(Node source, int index, Shape shape)
    {
        Source = source;
        Index = index;
        Shape = shape;
    }

    /// <summary>The shape of one sample, batch left out.</summary>
    public Shape Shape { get; }

    /// <summary>The call that makes this tensor.</summary>
    internal Node Source { get; }

    /// <summary>Which of the call's outputs this is.</summary>
    internal int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source.Layer.Name}: {Shape}";
}
