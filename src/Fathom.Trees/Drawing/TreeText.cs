using System.Text;

namespace Fathom.Trees;

/// <summary>A tree as indented text, in the manner of scikit-learn's export_text.</summary>
internal static class TreeText
{
    /// <param name="tree">The tree.</param>
    /// <param name="words">Its questions.</param>
    /// <param name="leaf">What a leaf says.</param>
    /// <param name="maxDepth">Deeper branches are summed up.</param>
    /// <param name="spacing">Dashes of a branch.</param>
    internal static string Write(DecisionTree tree, TreeWords words, Func<int, string> leaf, int maxDepth, int spacing)
    {
        var text = new StringBuilder();
        int[] heights = Heights(tree);
        var waiting = new Stack<(int Node, int Depth, string? Line)>([(0, 1, null)]);
        while (waiting.TryPop(out (int Node, int Depth, string? Line) next))
        {
            if (next.Line is not null)
                Line(next.Depth - 1, next.Line);
            DecisionTreeNode node = tree.Nodes[next.Node];
            if (node.IsLeaf || (next.Depth > maxDepth + 1 && heights[next.Node] == 1))
                Line(next.Depth, leaf(next.Node));
            else if (next.Depth > maxDepth + 1)
                Line(next.Depth, $"truncated branch of depth {heights[next.Node]}");
            else
            {
                waiting.Push((node.Right, next.Depth + 1, words.Right(next.Node)));
                waiting.Push((node.Left, next.Depth + 1, words.Left(next.Node)));
            }
        }
        return text.ToString();

        void Line(int depth, string words)
        {
            for (int i = 1; i < depth; i++)
                text.Append('|').Append(' ', spacing);
            text.Append('|').Append('-', spacing).Append(' ').Append(words).Append('\n');
        }
    }

    /// <summary>For each node the levels of nodes from it down to its deepest leaf; 1 for a leaf.</summary>
    private static int[] Heights(DecisionTree tree)
    {
        var heights = new int[tree.Nodes.Count];
        for (int i = heights.Length - 1; i >= 0; i--)
            heights[i] = tree.Nodes[i].IsLeaf ? 1 : 1 + Math.Max(heights[tree.Nodes[i].Left], heights[tree.Nodes[i].Right]);
        return heights;
    }
}
