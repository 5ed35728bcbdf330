namespace Fathom.Trees;

/// <summary>What a fit learns from, checked.</summary>
/// <param name="Schema">The columns' names and levels.</param>
/// <param name="Columns">Numbers, codes of levels, or their ordered statistics: one set of columns for each order of rows, which take turns.</param>
/// <param name="Targets">Labels, weights and groups.</param>
/// <param name="BaseMargin">The raw scores to start from, or null for the objective's constant.</param>
internal sealed record TrainingData(FeatureSchema Schema, float[][][] Columns, TargetSet Targets, double[]? BaseMargin)
{
    internal double[] Labels => Targets.Labels;

    internal float[]? Weights => Targets.Weights;

    internal int Rows => Targets.Rows;

    /// <summary>The columns that the trees of a round learn from.</summary>
    internal float[][] ColumnsOf(int round) => Columns[round % Columns.Length];

    /// <summary>Turns checked rows into what learners read.</summary>
    /// <param name="data">Rows that <see cref="BoostingDataCheck"/> has passed.</param>
    /// <param name="weights">The weights to use in place of the data's.</param>
    /// <param name="known">The schema of the model to continue, or null.</param>
    /// <param name="categories">How categories are learnt from.</param>
    /// <param name="maxCombination">The most columns of categories that are taken as one.</param>
    /// <param name="outputs">The objective's outputs; 1 where the mean label of a level says something.</param>
    /// <param name="seed">Orders rows for statistics.</param>
    internal static TrainingData Prepare(BoostingData data, float[]? weights, FeatureSchema? known, CategoryHandling categories, int maxCombination, int outputs, int seed)
    {
        double[] labels = data.Labels.Values.ToArray();
        var targets = new TargetSet(labels, weights, data.Groups);
        FeatureSchema plain = known?.Plain ?? FeatureSchema.Of(data.Features);
        (FeatureSchema schema, float[][][] columns) = CategoryEncoder.Encode(plain, plain.Encode(data.Features), labels, weights, categories, maxCombination, outputs, seed);
        // The trees so far ask about the statistics of their own rows: other rows are encoded with those.
        return known is null || SameStatistics(known, schema)
            ? new(schema, columns, targets, data.BaseMargin)
            : new(known, [known.Encode(data.Features)], targets, data.BaseMargin);
    }

    private static bool SameStatistics(FeatureSchema one, FeatureSchema other)
    {
        if (!one.Combinations.Select(Tuples).SequenceEqual(other.Combinations.Select(Tuples)))
            return false;
        for (int column = 0; column < one.Count; column++)
        {
            (LevelStatistics? first, LevelStatistics? second) = (one.Statistics[column], other.Statistics[column]);
            if (first is null != second is null)
                return false;
            if (first is not null && (first.Unknown != second!.Unknown || !first.PerLevel.AsSpan().SequenceEqual(second.PerLevel)))
                return false;
        }
        return true;

        static string Tuples(CategoryCombination combination) => $"{string.Join(' ', combination.Columns)}: {string.Join(' ', combination.Keys)}";
    }
}
