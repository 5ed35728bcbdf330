using System.Buffers;

namespace Fathom.Trees;

/// <summary>Trees laid out for speed: a row alone walks down eight trees at once, 64 rows ask all questions of a tree at once where it is small.</summary>
internal sealed class CompiledTrees
{
    /// <summary>With fewer rows than this, walking down each tree is cheaper than asking all its questions for a whole block.</summary>
    private const int FewestBlockRows = 20;

    private readonly RowBlock _block = new();
    private readonly FlatForest _forest;
    private readonly QuickScorer _scorer;
    private readonly LinearLeafTable? _linear;
    private readonly int _trees;

    internal CompiledTrees(IReadOnlyList<Tree> trees)
    {
        _trees = trees.Count;
        if (trees.Any(tree => tree.HasLinearLeaves))
        {
            _linear = new(trees, _block);
            trees = [.. trees.Select(LinearLeafTable.Numbered)];
        }
        _forest = new(trees, _block);
        _scorer = new(trees, _block);
    }

    /// <summary>Adds trees' values to the scores of rows that lie in columns.</summary>
    /// <param name="columns">Values of all rows.</param>
    /// <param name="start">The first row.</param>
    /// <param name="scores">Row-major scores of the rows from there.</param>
    /// <param name="output">What the first tree adds to; the next adds to the next output, the last one is followed by the first.</param>
    /// <param name="outputs">Scores per row.</param>
    internal void AddTo(float[][] columns, int start, Span<double> scores, int output, int outputs)
    {
        float[] block = ArrayPool<float>.Shared.Rent(_block.Slots * RowBlock.Rows);
        while (!scores.IsEmpty)
        {
            int count = Math.Min(RowBlock.Rows, scores.Length / outputs);
            _block.Fill(columns, start, count, block);
            AddTo(block, scores[..(count * outputs)], output, outputs);
            scores = scores[(count * outputs)..];
            start += count;
        }
        ArrayPool<float>.Shared.Return(block);
    }

    /// <summary>Adds trees' values to the scores of up to 64 row-major rows, from output 0; nothing is allocated.</summary>
    internal void AddTo(ReadOnlySpan<float> rows, int columns, Span<double> scores, int outputs)
    {
        int count = scores.Length / outputs;
        float[] block = ArrayPool<float>.Shared.Rent(_block.Slots * RowBlock.Rows);
        if (count < FewestBlockRows && _linear is null)
        {
            for (int row = 0; row < count; row++)
            {
                _block.Fill(rows.Slice(row * columns, columns), block);
                _forest.AddTo(block, scores.Slice(row * outputs, outputs));
            }
        }
        else
        {
            _block.Fill(rows, columns, count, block);
            AddTo(block, scores, 0, outputs);
        }
        ArrayPool<float>.Shared.Return(block);
    }

    private void AddTo(ReadOnlySpan<float> block, Span<double> scores, int output, int outputs)
    {
        for (int tree = 0; tree < _trees; tree++)
        {
            if (_linear is { } linear && linear.Holds(tree))
                AddLinearly(linear, tree, block, scores, output, outputs);
            else if (_scorer.Handles(tree))
                _scorer.AddTo(tree, block, scores, output, outputs);
            else
                _forest.AddTo(tree, block, scores, output, outputs);
            output = output + 1 == outputs ? 0 : output + 1;
        }
    }

    /// <summary>Finds the rows' leaves, whose numbers the layouts hold for values, and adds what these say.</summary>
    private void AddLinearly(LinearLeafTable linear, int tree, ReadOnlySpan<float> block, Span<double> scores, int output, int outputs)
    {
        Span<double> numbers = stackalloc double[RowBlock.Rows];
        numbers = numbers[..(scores.Length / outputs)];
        numbers.Clear();
        if (numbers.Length >= FewestBlockRows && _scorer.Handles(tree))
            _scorer.AddTo(tree, block, numbers, 0, 1);
        else
            _forest.AddTo(tree, block, numbers, 0, 1);
        linear.AddTo(tree, numbers, block, scores, output, outputs);
    }
}
