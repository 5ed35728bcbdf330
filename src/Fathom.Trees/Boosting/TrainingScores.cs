namespace Fathom.Trees;

/// <summary>Adds trees to the scores of the training rows, each through the columns that its round learnt from.</summary>
internal sealed class TrainingScores(TrainingData data, double[] scores, int outputs, Workers workers)
{
    private readonly ScoredRows[] _orders = [.. data.Columns.Select(columns => new ScoredRows(columns, scores, workers))];

    internal void Add(Tree tree, int round, int output) => _orders[round % _orders.Length].Add(tree, output, outputs);
}
