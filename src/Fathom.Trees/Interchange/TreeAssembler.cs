namespace Fathom.Trees;

/// <summary>Puts a foreign tree's nodes in the order of <see cref="Tree"/>, and refuses what is no tree.</summary>
internal static class TreeAssembler
{
    /// <param name="root">The root's number.</param>
    /// <param name="count">A bound of the number of nodes.</param>
    /// <param name="node">A node by its number; children are numbers too.</param>
    /// <exception cref="InvalidDataException">A node has two parents.</exception>
    internal static Tree Assemble(int root, int count, Func<int, TreeNode> node)
    {
        var nodes = new List<TreeNode>();
        var waiting = new Queue<(int Number, int Parent, bool IsLeft)>([(root, -1, false)]);
        while (waiting.TryDequeue(out (int Number, int Parent, bool IsLeft) next))
        {
            if (nodes.Count >= count)
                throw new InvalidDataException("The model is damaged: a tree's nodes lead in a circle.");
            if (next.Parent >= 0)
                nodes[next.Parent] = next.IsLeft ? nodes[next.Parent] with { Left = nodes.Count } : nodes[next.Parent] with { Right = nodes.Count };
            TreeNode found = node(next.Number);
            if (!found.IsLeaf)
            {
                waiting.Enqueue((found.Left, nodes.Count, true));
                waiting.Enqueue((found.Right, nodes.Count, false));
            }
            nodes.Add(found);
        }
        return new([.. nodes]);
    }
}
