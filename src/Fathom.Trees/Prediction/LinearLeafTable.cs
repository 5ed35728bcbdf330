namespace Fathom.Trees;

/// <summary>The linear leaves of trees, laid out leaf after leaf: coefficients and where the values lie in a block of rows.</summary>
internal sealed class LinearLeafTable
{
    private readonly int[] _firsts;
    private readonly Leaf[] _leaves;
    private readonly Term[] _terms;

    /// <param name="trees">The trees.</param>
    /// <param name="block">How rows are laid out; gets the slots that the leaves need.</param>
    internal LinearLeafTable(IReadOnlyList<Tree> trees, RowBlock block)
    {
        var leaves = new List<Leaf>();
        var terms = new List<Term>();
        _firsts = [.. trees.Select(tree => tree.HasLinearLeaves ? AddTree(tree) : -1)];
        _leaves = [.. leaves];
        _terms = [.. terms];

        int AddTree(Tree tree)
        {
            int first = leaves.Count;
            foreach (TreeNode node in tree.Nodes.Where(node => node.IsLeaf))
            {
                leaves.Add(new(terms.Count, node.Linear?.Columns.Count ?? 0, node.Linear?.Constant ?? node.Value, node.Value));
                if (node.Linear is { } linear)
                    terms.AddRange(linear.Columns.Zip(linear.Coefficients, (column, coefficient) => new Term(coefficient, RowBlock.Rows * block.SlotOf(column, RowBlock.SlotKind.Values))));
            }
            return first;
        }
    }

    /// <summary>A tree with linear leaves as one whose leaves hold their numbers, in the order of its nodes; other trees as they are.</summary>
    internal static Tree Numbered(Tree tree)
    {
        int leaves = 0;
        return tree.HasLinearLeaves ? new([.. tree.Nodes.Select(node => node.IsLeaf ? node with { Value = leaves++, Linear = null } : node)]) : tree;
    }

    /// <summary>Whether a tree has linear leaves.</summary>
    internal bool Holds(int tree) => _firsts[tree] >= 0;

    /// <summary>Adds what leaves say to the scores of a block's rows, term after term as <see cref="LinearLeaf"/> does.</summary>
    /// <param name="tree">A tree with linear leaves.</param>
    /// <param name="numbers">The number of each row's leaf.</param>
    /// <param name="block">Up to 64 rows, slot after slot.</param>
    /// <param name="scores">Row-major scores.</param>
    /// <param name="output">The output to add to.</param>
    /// <param name="outputs">Scores per row.</param>
    internal void AddTo(int tree, ReadOnlySpan<double> numbers, ReadOnlySpan<float> block, Span<double> scores, int output, int outputs)
    {
        int first = _firsts[tree];
        for (int row = 0, at = output; row < numbers.Length; row++, at += outputs)
        {
            ref readonly Leaf leaf = ref _leaves[first + (int)numbers[row]];
            double sum = leaf.Constant;
            foreach (ref readonly Term term in _terms.AsSpan(leaf.Term, leaf.Terms))
                sum += term.Coefficient * block[term.Slot + row];
            scores[at] += double.IsNaN(sum) ? leaf.Missing : sum;
        }
    }

    /// <summary>A leaf: its terms, and what it adds where a value is missing.</summary>
    private readonly record struct Leaf(int Term, int Terms, double Constant, double Missing);

    /// <summary>A coefficient and where in a block the values lie.</summary>
    private readonly record struct Term(double Coefficient, int Slot);
}
