namespace Fathom.Trees;

/// <summary>Puts the rows that a round learns from into the partition.</summary>
internal sealed class RowSampler(RowSampling sampling, RowPartition partition, int rows, int seed)
{
    private int[] _chosen = [];

    /// <summary>Draws the rows of a round.</summary>
    internal void Draw(int round)
    {
        if (sampling is not BernoulliRows bernoulli)
            return;
        var random = new CounterHash(seed, round, RandomPurpose.Rows);
        _chosen = [.. Enumerable.Range(0, rows).Where(row => random.UniformAt(row) < bernoulli.Fraction)];
        if (_chosen.Length == 0)
            _chosen = [(int)(random.UniformAt(rows) * rows)];
    }

    /// <summary>Starts one output's tree on the round's rows.</summary>
    internal void Start()
    {
        if (sampling is AllRows)
            partition.Reset();
        else
            partition.Reset(_chosen);
    }
}
