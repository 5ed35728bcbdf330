using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>Turns trees into the questions and leaf bits of <see cref="QuickScorer"/>.</summary>
internal sealed class QuickScorerCompiler(RowBlock block)
{
    internal List<QuickScorer.WordTests> Words { get; } = [];

    internal List<QuickScorer.Test> Tests { get; } = [];

    internal List<QuickScorer.LevelTest> LevelTests { get; } = [];

    internal List<double> Values { get; } = [];

    /// <summary>Appends a tree; one that does not fit gets no words.</summary>
    internal QuickScorer.LeafBits Compile(Tree tree)
    {
        int leaves = tree.LeafCount;
        if (leaves > QuickScorer.MostLeaves || tree.Nodes.Any(node => node.LeftLevels is { } levels && levels.ToArray() is [.., >= RowBlock.OtherLevel]))
            return default;
        int firstValue = Values.Count, firstWord = Words.Count, words = (leaves + 31) / 32;
        (int First, int End)[] spans = LeafSpans(tree);
        for (int word = 0; word < words; word++)
            AddWord(tree, spans, word);
        return new(firstWord, words, firstValue, leaves);
    }

    /// <summary>Numbers the leaves from left to right and appends their values; per node the leaves below it.</summary>
    private (int First, int End)[] LeafSpans(Tree tree)
    {
        var spans = new (int First, int End)[tree.Nodes.Count];
        var waiting = new Stack<int>([0]);
        int leaf = 0;
        while (waiting.TryPop(out int at))
        {
            TreeNode node = tree.Nodes[at];
            spans[at] = (leaf, leaf + 1);
            if (node.IsLeaf)
            {
                Values.Add(node.Value);
                leaf++;
                continue;
            }
            waiting.Push(node.Right);
            waiting.Push(node.Left);
        }
        for (int at = spans.Length - 1; at >= 0; at--)
        {
            if (!tree.Nodes[at].IsLeaf)
                spans[at].End = spans[tree.Nodes[at].Right].End;
        }
        return spans;
    }

    private void AddWord(Tree tree, (int First, int End)[] spans, int word)
    {
        int firstTest = Tests.Count, firstLevelTest = LevelTests.Count;
        for (int at = 0; at < spans.Length; at++)
        {
            TreeNode node = tree.Nodes[at];
            if (node.IsLeaf)
                continue;
            uint kept = ~(LeadingBits(spans[node.Left].End - 32 * word) & ~LeadingBits(spans[node.Left].First - 32 * word));
            if (kept == uint.MaxValue)
                continue;
            if (node.LeftLevels is { } levels)
                LevelTests.Add(new(LevelBits(levels, node.MissingLeft), RowBlock.Rows * block.SlotOf(node.Feature, RowBlock.SlotKind.Levels), kept));
            else
                Tests.Add(new(node.Threshold, RowBlock.Rows * block.SlotOf(node.Feature, node.MissingLeft ? RowBlock.SlotKind.MissingLowest : RowBlock.SlotKind.Values), kept));
        }
        // Questions about one column side by side: its values are read from the nearest cache.
        Tests.Sort(firstTest, Tests.Count - firstTest, Comparer<QuickScorer.Test>.Create((x, y) => x.Slot.CompareTo(y.Slot)));
        Words.Add(new(firstTest, Tests.Count - firstTest, firstLevelTest, LevelTests.Count - firstLevelTest));
    }

    /// <summary>A word whose first bits, from the highest, are set.</summary>
    private static uint LeadingBits(int count) => count <= 0 ? 0 : count >= 32 ? uint.MaxValue : ~(uint.MaxValue >> count);

    private static Vector256<uint> LevelBits(CategorySet levels, bool missingLeft)
    {
        Span<uint> words = stackalloc uint[8];
        foreach (int code in levels.ToArray())
            words[code >> 5] |= 1u << (code & 31);
        if (missingLeft)
            words[RowBlock.MissingLevel >> 5] |= 1u << (RowBlock.MissingLevel & 31);
        return Vector256.Create<uint>(words);
    }
}
