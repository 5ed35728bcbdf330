namespace Fathom.Trees;

/// <summary>Puts the rows that a round learns from into the partition.</summary>
internal sealed class RowSampler(GradientBoosting options, RoundGradients gradients, RowPartition partition, int rows, int outputs)
{
    private readonly GossSampler? _goss = options.Sampling is GossRows goss ? new(goss, gradients, rows, outputs) : null;

    /// <summary>The rows of the round; null for all.</summary>
    private int[]? _chosen;

    /// <summary>Draws the rows of a round.</summary>
    internal void Draw(int round)
    {
        var random = new CounterHash(options.Seed, round, RandomPurpose.Rows);
        _chosen = options.Sampling switch
        {
            BernoulliRows bernoulli => Bernoulli(bernoulli.Fraction, random),
            GossRows when round * options.LearningRate >= 1 => _goss!.Draw(random),
            _ => null,
        };
    }

    /// <summary>Starts one output's tree on the round's rows.</summary>
    internal void Start()
    {
        if (_chosen is null)
            partition.Reset();
        else
            partition.Reset(_chosen);
    }

    private int[] Bernoulli(double fraction, CounterHash random)
    {
        int[] chosen = [.. Enumerable.Range(0, rows).Where(row => random.UniformAt(row) < fraction)];
        return chosen.Length > 0 ? chosen : [(int)(random.UniformAt(rows) * rows)];
    }
}
