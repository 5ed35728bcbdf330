namespace Fathom.Trees;

/// <summary>Trees together with what gives their scores a meaning: the objective's link and the columns.</summary>
internal sealed class FittedEnsemble(TreeEnsemble ensemble, IObjective objective, FeatureSchema schema)
{
    internal TreeEnsemble Ensemble => ensemble;

    internal IObjective Objective => objective;

    internal FeatureSchema Schema => schema;

    internal EnsemblePredictor Predictor { get; } = new(ensemble, objective, schema);

    /// <summary>Predictions of many rows, row-major: <see cref="TreeEnsemble.Outputs"/> per row.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="workers">Who does the work.</param>
    /// <param name="margin">Raw scores to add, row-major, or null.</param>
    internal float[] Predict(Features features, Workers workers, double[]? margin = null)
    {
        float[][] columns = schema.Encode(features);
        int outputs = ensemble.Outputs;
        var predictions = new float[features.RowCount * outputs];
        workers.ForRows(features.RowCount, 4 * ensemble.Trees.Count, (start, end) =>
            Predictor.PredictColumns(
                columns, start, margin is null ? [] : margin.AsSpan(start * outputs, (end - start) * outputs), predictions.AsSpan(start * outputs, (end - start) * outputs)));
        return predictions;
    }

    internal IReadOnlyList<FeatureImportance> Importance()
    {
        var gains = new double[schema.Count];
        var splits = new int[schema.Count];
        foreach (TreeNode node in ensemble.Trees.SelectMany(tree => tree.Nodes).Where(node => !node.IsLeaf))
        {
            gains[node.Feature] += node.Gain;
            splits[node.Feature]++;
        }
        return [.. Enumerable.Range(0, schema.Count)
            .Select(feature => new FeatureImportance(feature, schema.NameOf(feature), gains[feature], splits[feature]))
            .OrderByDescending(importance => importance.Gain)];
    }
}
