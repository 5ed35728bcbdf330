namespace Fathom.Trees;

/// <summary>Draws the rounds that a round of <see cref="Dart"/> leaves out, and keeps every round's weight.</summary>
internal sealed class DroppedRounds(Dart dart, double learningRate, int seed, int firstRound)
{
    private readonly List<double> _weights = [.. Enumerable.Repeat(1.0, firstRound)];

    /// <summary>What each round's trees are multiplied by.</summary>
    internal IReadOnlyList<double> Weights => _weights;

    /// <summary>The rounds to leave out, ascending.</summary>
    internal int[] Draw(int round)
    {
        var random = new CounterHash(seed, round, RandomPurpose.Dropout);
        if (random.UniformAt(round) < dart.SkipRate)
            return [];
        int[] dropped = [.. Enumerable.Range(0, round).Where(earlier => random.UniformAt(earlier) < dart.DropRate)];
        return dart.MaxDrop is { } most && dropped.Length > most
            ? [.. dropped.OrderBy(random.At).Take(most).Order()]
            : dropped;
    }

    /// <summary>Scales the rounds left out and weighs the new one.</summary>
    internal void Normalize(int[] dropped)
    {
        int count = dropped.Length;
        if (count == 0)
        {
            _weights.Add(1);
            return;
        }
        (double old, double added) = dart.Normalization == DartNormalization.Tree
            ? (count / (count + learningRate), 1 / (count + learningRate))
            : (1 / (1 + learningRate), 1 / (1 + learningRate));
        foreach (int round in dropped)
            _weights[round] *= old;
        _weights.Add(added);
    }
}
