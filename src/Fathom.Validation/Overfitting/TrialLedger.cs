namespace Fathom.Validation;

/// <summary>
/// Counts what was tried on one data set, failures included, so that the deflated Sharpe ratio is computed with the true number of trials. Every backtest
/// belongs in it. Safe for use from several threads.
/// </summary>
public sealed class TrialLedger
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, double[] Returns)> _trials = [];

    /// <summary>Number of trials recorded.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _trials.Count;
        }
    }

    /// <summary>Records a trial.</summary>
    /// <param name="name">What was tried; need not be unique, since a second run is a second trial.</param>
    /// <param name="returns">Its excess returns per period, at least two, finite and not all equal.</param>
    /// <exception cref="ArgumentException">The name is empty, or the returns have no Sharpe ratio.</exception>
    public void Record(string name, ReadOnlySpan<double> returns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        SpanMath.CheckFinite(returns);
        if (!double.IsFinite(Sharpe.Ratio(returns)))
            throw new ArgumentException($"All returns of '{name}' are equal, so it has no Sharpe ratio.", nameof(returns));
        lock (_gate)
            _trials.Add((name, returns.ToArray()));
    }

    /// <summary>The trial with the largest Sharpe ratio and its deflated Sharpe ratio, given everything recorded. Trials count as independent, which is conservative.</summary>
    /// <exception cref="InvalidOperationException">Fewer than two trials are recorded.</exception>
    public DeflatedTrial Best()
    {
        (string Name, double[] Returns)[] trials;
        lock (_gate)
            trials = [.. _trials];
        if (trials.Length < 2)
            throw new InvalidOperationException($"The ledger holds {trials.Length} trial(s); the variance over trials needs at least two. Record every backtest.");
        double[] ratios = Array.ConvertAll(trials, t => Sharpe.Ratio(t.Returns));
        double variance = SpanMath.SumOfSquares(ratios, SpanMath.Mean(ratios)) / (ratios.Length - 1);
        int best = Array.IndexOf(ratios, ratios.Max());
        double[] returns = trials[best].Returns;
        Moments moments = Moments.Of(returns);
        double deflated = Overfitting.DeflatedSharpeRatio(ratios[best], variance, trials.Length, returns.Length, moments.Skewness, moments.Kurtosis);
        return new DeflatedTrial(trials[best].Name, ratios[best], Overfitting.ExpectedMaximumSharpeRatio(variance, trials.Length), deflated, trials.Length);
    }
}
