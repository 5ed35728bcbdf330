namespace Fathom.Trees;

/// <summary>Trees together with what gives their scores a meaning: the objective's link and the columns.</summary>
internal sealed class FittedEnsemble(TreeEnsemble ensemble, IObjective objective, FeatureSchema schema)
{
    /// <summary>Rows that go through all trees together: their values stay in the first-level cache.</summary>
    private const int BlockRows = 64;

    private readonly FlatTree[] _flat = [.. ensemble.Trees.Select(tree => new FlatTree(tree))];

    internal TreeEnsemble Ensemble => ensemble;

    internal IObjective Objective => objective;

    internal FeatureSchema Schema => schema;

    /// <summary>Predictions of many rows, row-major: <see cref="TreeEnsemble.Outputs"/> per row.</summary>
    internal float[] Predict(Features features, Workers workers)
    {
        float[][] columns = schema.Encode(features);
        int outputs = ensemble.Outputs;
        var predictions = new float[features.RowCount * outputs];
        workers.ForRows(features.RowCount, 4 * ensemble.Trees.Count, (start, end) =>
        {
            for (int block = start; block < end; block += BlockRows)
                PredictBlock(columns, block, Math.Min(BlockRows, end - block), predictions.AsSpan(block * outputs));
        });
        return predictions;
    }

    private void PredictBlock(float[][] columns, int start, int count, Span<float> predictions)
    {
        int outputs = ensemble.Outputs;
        float[] rows = RowMajor.Of(columns, start, count);
        var scores = new double[count * outputs];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = ensemble.BaseScores[i % outputs];
        for (int i = 0; i < _flat.Length; i++)
            _flat[i].AddTo(rows, columns.Length, scores, i % outputs, outputs);
        for (int row = 0; row < count; row++)
            objective.ToPrediction(scores.AsSpan(row * outputs, outputs));
        for (int i = 0; i < scores.Length; i++)
            predictions[i] = (float)scores[i];
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
