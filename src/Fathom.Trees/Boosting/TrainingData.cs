namespace Fathom.Trees;

/// <summary>What a fit learns from, checked.</summary>
/// <param name="Schema">The columns' names and levels.</param>
/// <param name="Columns">Numbers, codes of levels, or their ordered statistics: one set of columns for each order of rows, which take turns.</param>
/// <param name="Labels">One per row.</param>
/// <param name="Weights">One per row, or null for equal weights.</param>
internal sealed record TrainingData(FeatureSchema Schema, float[][][] Columns, double[] Labels, float[]? Weights)
{
    internal int Rows => Labels.Length;

    /// <summary>Checks shapes and weights.</summary>
    /// <exception cref="ArgumentException">There are no rows, the numbers of rows differ, or a weight is negative or not finite.</exception>
    internal static TrainingData Prepare(Features features, Labels labels, float[]? weights, CategoryHandling categories, int outputs, int seed)
    {
        CheckRows(features, labels, "training");
        if (weights is not null)
            CheckWeights(weights, features.RowCount);
        var schema = FeatureSchema.Of(features);
        double[] values = labels.Values.ToArray();
        (schema, float[][][] columns) = CategoryEncoder.Encode(schema, schema.Encode(features), values, weights, categories, outputs, seed);
        return new(schema, columns, values, weights);
    }

    internal static void CheckRows(Features features, Labels labels, string set)
    {
        if (features.RowCount == 0)
            throw new ArgumentException($"The {set} features have no rows.", nameof(features));
        if (features.RowCount != labels.Count)
            throw new ArgumentException($"There are {features.RowCount} rows of {set} features but {labels.Count} labels.", nameof(labels));
    }

    private static void CheckWeights(float[] weights, int rows)
    {
        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} rows.", nameof(weights));
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            if (!(weights[row] >= 0) || float.IsInfinity(weights[row]))
                throw new ArgumentException($"Weight {row} is {weights[row]}. Weights are finite and not negative; 0 leaves a row out.", nameof(weights));
            total += weights[row];
        }
        if (total <= 0)
            throw new ArgumentException("All weights are 0: there is nothing to learn from.", nameof(weights));
    }
}
