namespace Fathom.Trees;

/// <summary>The rows of a node: a run of the builder's list of rows.</summary>
internal readonly record struct NodeRange(int Start, int End, int Depth)
{
    internal int Count => End - Start;
}
