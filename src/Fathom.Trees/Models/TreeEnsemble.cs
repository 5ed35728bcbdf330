namespace Fathom.Trees;

/// <summary>Trees whose values add up to raw scores: tree i adds to output i modulo <see cref="Outputs"/>.</summary>
public sealed class TreeEnsemble
{
    private readonly Tree[] _trees;
    private readonly double[] _baseScores;

    /// <summary>Collects fitted trees.</summary>
    /// <param name="trees">Round after round, in each round one tree per output.</param>
    /// <param name="baseScores">The score of each output before the first tree.</param>
    /// <exception cref="ArgumentException">There is no output, or the trees do not fill whole rounds.</exception>
    public TreeEnsemble(ReadOnlySpan<Tree> trees, ReadOnlySpan<double> baseScores)
    {
        if (baseScores.IsEmpty)
            throw new ArgumentException("An ensemble has at least one output, and a base score for each.", nameof(baseScores));
        if (trees.Length % baseScores.Length != 0)
            throw new ArgumentException($"{trees.Length} trees do not make whole rounds of {baseScores.Length} outputs.", nameof(trees));
        _trees = trees.ToArray();
        _baseScores = baseScores.ToArray();
    }

    /// <summary>The trees, round after round.</summary>
    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>The score of each output before the first tree.</summary>
    public IReadOnlyList<double> BaseScores => _baseScores;

    /// <summary>The number of raw scores per row: 1, or the number of classes under softmax.</summary>
    public int Outputs => _baseScores.Length;

    /// <summary>The number of boosting rounds: trees per output.</summary>
    public int Rounds => _trees.Length / Outputs;

    /// <summary>Whether trees have leaves that add other than the same to all their rows.</summary>
    internal bool HasLinearLeaves => Array.Exists(_trees, tree => tree.HasLinearLeaves);

    /// <summary>The raw scores of one row; nothing is allocated.</summary>
    /// <param name="row">One value per column: a number, or the code (under ordered statistics: the statistic) of a category level; NaN is missing. Statistics of combinations follow.</param>
    /// <param name="scores">Receives one score per output.</param>
    public void Predict(ReadOnlySpan<float> row, Span<double> scores)
    {
        _baseScores.CopyTo(scores);
        for (int i = 0, output = 0; i < _trees.Length; i++)
        {
            scores[output] += _trees[i].Predict(row);
            if (++output == _baseScores.Length)
                output = 0;
        }
    }
}
