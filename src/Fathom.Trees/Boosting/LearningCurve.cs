namespace Fathom.Trees;

/// <summary>Losses round by round, and whether the validation loss has stopped improving.</summary>
internal sealed class LearningCurve(int? patience)
{
    private readonly List<double> _training = [];
    private readonly List<double> _validation = [];

    internal IReadOnlyList<double> Training => _training;

    internal IReadOnlyList<double> Validation => _validation;

    /// <summary>The number of rounds with the least validation loss; the first of equals.</summary>
    internal int BestRound { get; private set; }

    internal bool ShouldStop => patience is { } rounds && _validation.Count - BestRound >= rounds;

    internal void Add(double training, double validation)
    {
        _training.Add(training);
        _validation.Add(validation);
        if (BestRound == 0 || validation < _validation[BestRound - 1])
            BestRound = _validation.Count;
    }
}
