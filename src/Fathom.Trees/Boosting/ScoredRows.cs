namespace Fathom.Trees;

/// <summary>Rows whose scores trees are added to.</summary>
internal sealed class ScoredRows(float[][] columns, double[] scores, Workers workers)
{
    internal double[] Scores => scores;

    /// <summary>Adds a tree's values to an output's scores.</summary>
    internal void Add(Tree tree, int output, int outputs)
    {
        var compiled = new CompiledTrees([tree]);
        workers.ForRows(scores.Length / outputs, 10, (start, end) =>
            compiled.AddTo(columns, start, scores.AsSpan(start * outputs, (end - start) * outputs), output, outputs));
    }
}
