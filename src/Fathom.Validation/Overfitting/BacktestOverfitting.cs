namespace Fathom.Validation;

/// <summary>
/// Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, López de Prado and Zhu 2017): time is cut into
/// S blocks; for every choice of half of them, the trial with the best Sharpe ratio there is ranked in the other half.
/// </summary>
public static class BacktestOverfitting
{
    /// <summary>The largest number of blocks: 20 give 184,756 splits.</summary>
    public const int MaximumBlocks = 20;

    /// <summary>Estimates the probability.</summary>
    /// <param name="returns">Per trial, one return per period; all trials over the same periods, at least two trials.</param>
    /// <param name="blocks">Number of blocks S, even, from 2 to <see cref="MaximumBlocks"/>. Default 16, which gives 12,870 splits.</param>
    /// <exception cref="ArgumentException">Trials differ in length, a return is not finite, or there are fewer than two periods a block.</exception>
    public static BacktestOverfittingResult Estimate(IReadOnlyList<double[]> returns, int blocks = 16)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count < 2)
            throw new ArgumentException("Ranking needs at least two trials.", nameof(returns));
        if (blocks < 2 || blocks > MaximumBlocks || blocks % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(blocks), blocks, $"The number of blocks is even, from 2 to {MaximumBlocks}; 16 is usual.");
        int periods = returns[0].Length, trials = returns.Count;
        if (periods < 2 * blocks)
            throw new ArgumentException($"{periods} periods cannot fill {blocks} blocks of two. Use fewer blocks or longer series.", nameof(returns));
        for (int k = 0; k < trials; k++)
            LossSet.CheckModel(returns[k], k, periods);

        double[][] sums = Sums(returns, blocks, squared: false), squares = Sums(returns, blocks, squared: true);
        int[] lengths = [.. Enumerable.Range(0, blocks).Select(b => Groups.Start(periods, blocks, b + 1) - Groups.Start(periods, blocks, b))];
        int[][] choices = [.. Combinations.All(blocks, blocks / 2)];
        var logits = new double[choices.Length];
        var chosen = new double[choices.Length];
        Parallel.For(0, choices.Length, static () => ((double[] Inside, double[] Outside))(null!, null!), (c, _, buffers) =>
        {
            if (buffers.Inside is null)
                buffers = (new double[trials], new double[trials]);
            Span<bool> inside = stackalloc bool[MaximumBlocks];
            inside.Clear();
            foreach (int b in choices[c])
                inside[b] = true;
            Ratios(sums, squares, lengths, inside, true, buffers.Inside);
            Ratios(sums, squares, lengths, inside, false, buffers.Outside);
            int best = Best(buffers.Inside);
            chosen[c] = buffers.Outside[best];
            double rank = Rank(buffers.Outside, best) / (trials + 1);
            logits[c] = Math.Log(rank / (1 - rank));
            return buffers;
        }, static _ => { });
        return new BacktestOverfittingResult((double)logits.Count(l => l <= 0) / logits.Length, (double)chosen.Count(s => s < 0) / chosen.Length, logits, trials, blocks);
    }

    private static double[][] Sums(IReadOnlyList<double[]> returns, int blocks, bool squared) => [.. returns.Select(series =>
        Enumerable.Range(0, blocks).Select(b =>
        {
            ReadOnlySpan<double> block = series.AsSpan(Groups.Start(series.Length, blocks, b), Groups.Start(series.Length, blocks, b + 1) - Groups.Start(series.Length, blocks, b));
            return squared ? SpanMath.Dot(block, block) : SpanMath.Sum(block);
        }).ToArray())];

    /// <summary>Sharpe ratio of every trial over the blocks on one side; a trial that does not vary gets 0.</summary>
    private static void Ratios(double[][] sums, double[][] squares, int[] lengths, ReadOnlySpan<bool> inside, bool side, double[] ratios)
    {
        for (int k = 0; k < ratios.Length; k++)
        {
            double n = 0, sum = 0, square = 0;
            for (int b = 0; b < lengths.Length; b++)
            {
                if (inside[b] == side)
                    (n, sum, square) = (n + lengths[b], sum + sums[k][b], square + squares[k][b]);
            }

            double mean = sum / n, variance = square / n - mean * mean;
            ratios[k] = variance > 1e-14 * square / n ? mean / Math.Sqrt(variance) : 0;
        }
    }

    private static int Best(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int k = 1; k < values.Length; k++)
        {
            if (values[k] > values[best])
                best = k;
        }

        return best;
    }

    /// <summary>Rank from 1 (worst); ties share the mean of their ranks.</summary>
    private static double Rank(ReadOnlySpan<double> values, int which)
    {
        int below = 0, equal = 0;
        foreach (double value in values)
        {
            below += value < values[which] ? 1 : 0;
            equal += value == values[which] ? 1 : 0;
        }

        return below + (equal + 1) / 2.0;
    }
}
