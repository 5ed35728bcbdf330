namespace Fathom.Trees;

/// <summary>A forest for a numeric target: the mean of what the trees predict.</summary>
public abstract class ForestRegressor : Forest
{
    private protected ForestRegressor(bool bootstrap) : base(bootstrap)
    {
    }

    private protected ForestRegressor(SavedForest saved) : base(saved) => Criterion = saved.Options.RegressionCriterion ?? Criterion;

    /// <summary>What splits lower. Default <see cref="RegressionCriterion.SquaredError"/>.</summary>
    public RegressionCriterion Criterion { get; init; } = RegressionCriterion.SquaredError;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with { RegressionCriterion = Criterion };

    /// <summary>Learns from rows; a forest fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per target.</param>
    /// <param name="targets">The numbers to predict; not negative under <see cref="RegressionCriterion.Poisson"/>.</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="progress">Told about every tree, from the thread that grew it.</param>
    /// <param name="cancellation">Ends the fit early; the model keeps the trees grown so far, of which there must be one.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a target or weight is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token fired before any tree was grown; the forest fitted before, if any, stays.</exception>
    /// <exception cref="InvalidOperationException">Out-of-bag predictions are asked for, but every tree learns from every row.</exception>
    public ForestFit Fit(
        Features features, Labels targets, float[]? weights = null, IProgress<ForestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        RowChecks.Labels(features, targets);
        double[] rowWeights = RowChecks.Weights(weights, targets.Count), values = targets.Values.ToArray();
        return Train(features, Growers.Of(Criterion, values, rowWeights), rowWeights, RSquared, progress, cancellation);

        double RSquared(double[] predictions, bool[] known)
        {
            double weight = 0, sum = 0, error = 0, spread = 0;
            for (int row = 0; row < known.Length; row++)
            {
                weight += known[row] ? rowWeights[row] : 0;
                sum += known[row] ? rowWeights[row] * values[row] : 0;
            }
            for (int row = 0; row < known.Length; row++)
            {
                if (!known[row])
                    continue;
                error += rowWeights[row] * Math.Pow(values[row] - predictions[row], 2);
                spread += rowWeights[row] * Math.Pow(values[row] - sum / weight, 2);
            }
            return 1 - error / spread;
        }
    }

    /// <summary>Predicts the target of each row: the mean over the trees.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] Predict(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Array.ConvertAll(Fitted.Mean(features, new Workers(Threads)), value => (float)value);
    }
}
