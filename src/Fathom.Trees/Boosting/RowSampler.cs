namespace Fathom.Trees;

/// <summary>Draws the rows that a round learns from.</summary>
internal sealed class RowSampler(GradientBoosting options, RoundGradients gradients, int rows, int outputs)
{
    private readonly GossSampler? _goss = options.Sampling is GossRows goss ? new(goss, gradients, rows, outputs) : null;

    /// <summary>The rows of a round, ascending; null for all. Scales derivatives up where rows stand for others.</summary>
    internal int[]? Draw(int round)
    {
        var random = new CounterHash(options.Seed, round, RandomPurpose.Rows);
        return options.Sampling switch
        {
            BernoulliRows bernoulli => Bernoulli(bernoulli.Fraction, random),
            GossRows when round * options.LearningRate >= 1 => _goss!.Draw(random),
            _ => null,
        };
    }

    private int[] Bernoulli(double fraction, CounterHash random)
    {
        int[] chosen = [.. Enumerable.Range(0, rows).Where(row => random.UniformAt(row) < fraction)];
        return chosen.Length > 0 ? chosen : [(int)(random.UniformAt(rows) * rows)];
    }
}
