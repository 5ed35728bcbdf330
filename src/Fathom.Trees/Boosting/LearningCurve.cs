namespace Fathom.Trees;

/// <summary>Losses round by round, and whether what early stopping watches has stopped improving.</summary>
/// <param name="stopping">When to stop, or null.</param>
/// <param name="sets">The number of validation sets.</param>
internal sealed class LearningCurve(EarlyStoppingRule? stopping, int sets)
{
    private readonly List<double> _training = [];
    private readonly List<double>[] _validation = [.. Enumerable.Range(0, sets).Select(_ => new List<double>())];
    private readonly List<double> _metric = [];
    private double _best = double.PositiveInfinity;

    internal IReadOnlyList<double> Training => _training;

    internal IReadOnlyList<IReadOnlyList<double>> Validation => _validation;

    internal IReadOnlyList<double> Metric => _metric;

    /// <summary>The number of rounds with the best value; the first of equals. 0 where the start has not been bettered.</summary>
    internal int BestRound { get; private set; }

    internal bool ShouldStop => stopping is not null && _training.Count - BestRound >= stopping.Patience;

    /// <summary>What a model to continue has to be bettered by.</summary>
    internal void Start(double watched) => _best = Signed(watched);

    /// <summary>Notes a round.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(double training, ReadOnlySpan<double> validation, double? metric)
    {
        _training.Add(training);
        for (int set = 0; set < validation.Length; set++)
            _validation[set].Add(validation[set]);
        if (metric is { } value)
            _metric.Add(value);
        double watched = Signed(metric ?? validation[0]);
        if (!(watched < _best - (double.IsInfinity(_best) ? 0 : stopping?.MinimumDelta ?? 0)))
            return false;
        _best = watched;
        BestRound = _training.Count;
        return true;
    }

    private double Signed(double value) => stopping?.Metric is { HigherIsBetter: true } ? -value : value;
}
