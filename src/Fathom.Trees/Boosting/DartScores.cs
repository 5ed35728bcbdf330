namespace Fathom.Trees;

/// <summary>Carries the weights of <see cref="Dart"/> into the scores of training and validation rows.</summary>
/// <param name="rounds">The draws and weights.</param>
/// <param name="training">The training rows.</param>
/// <param name="validation">The validation sets.</param>
/// <param name="trees">All trees so far, not scaled.</param>
/// <param name="outputs">Trees per round.</param>
internal sealed class DartScores(DroppedRounds rounds, TrainingScores training, ValidationSet[] validation, List<Tree> trees, int outputs)
{
    private int[] _dropped = [];
    private double[] _best = [.. rounds.Weights];
    private bool _isBack;

    /// <summary>Takes the rounds that are left out off the training scores.</summary>
    internal void LeaveOut(int round)
    {
        _dropped = rounds.Draw(round);
        foreach (int dropped in _dropped)
            AddToTraining(dropped, -rounds.Weights[dropped]);
    }

    /// <summary>Puts them back with their new weights, and gives the new trees, which scores hold in full, theirs.</summary>
    internal void PutBack(int round)
    {
        double[] before = [.. rounds.Weights, 1];
        rounds.Normalize(_dropped);
        foreach (int dropped in _dropped)
        {
            AddToTraining(dropped, rounds.Weights[dropped]);
            AddToValidation(dropped, rounds.Weights[dropped] - before[dropped]);
        }
        if (rounds.Weights[round] == 1)
            return;
        AddToTraining(round, rounds.Weights[round] - 1);
        AddToValidation(round, rounds.Weights[round] - 1);
    }

    /// <summary>Later rounds change the weights of earlier ones: the best round's are kept.</summary>
    internal void Remember() => _best = [.. rounds.Weights];

    /// <summary>Goes back to the best round's weights.</summary>
    internal void Recall() => _isBack = true;

    /// <summary>The trees times their rounds' weights.</summary>
    internal Tree[] Scaled()
    {
        IReadOnlyList<double> weights = _isBack ? _best : rounds.Weights;
        return [.. trees.Select((tree, index) => tree.Scaled(weights[index / outputs]))];
    }

    private void AddToTraining(int round, double factor)
    {
        for (int output = 0; output < outputs; output++)
            training.Add(trees[round * outputs + output].Scaled(factor), round, output);
    }

    private void AddToValidation(int round, double factor)
    {
        foreach (ValidationSet set in validation)
        {
            for (int output = 0; output < outputs; output++)
                set.Add(trees[round * outputs + output].Scaled(factor), output);
        }
    }
}
