namespace Fathom.Trees;

/// <summary>A forest for classes: the mean of the probabilities that the trees predict.</summary>
public abstract class ForestClassifier : Forest
{
    private protected ForestClassifier(bool bootstrap) : base(bootstrap)
    {
    }

    private protected ForestClassifier(SavedForest saved) : base(saved)
    {
        Criterion = saved.Options.ClassificationCriterion ?? Criterion;
        Classes = saved.Options.Classes;
        ClassWeights = ClassWeights.Saved(saved.Options.BalancedClasses, saved.Options.ClassWeights);
    }

    /// <summary>What splits lower. Default <see cref="ClassificationCriterion.Gini"/>.</summary>
    public ClassificationCriterion Criterion { get; init; } = ClassificationCriterion.Gini;

    /// <summary>The number of classes, from 2; null to take it from the greatest label. Set it where a training fold may lack the last class.</summary>
    public int? Classes
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 2, nameof(Classes));
    }

    /// <summary>How much the rows of each class count. Default <see cref="ClassWeights.Equal"/>.</summary>
    public ClassWeights ClassWeights
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = ClassWeights.Equal;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with
    {
        ClassificationCriterion = Criterion, Classes = Classes, BalancedClasses = ClassWeights.IsBalanced ? true : null, ClassWeights = ClassWeights.PerClass?.ToArray(),
    };

    /// <summary>Learns from rows; a forest fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The classes, numbered 0, 1, 2, …</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="progress">Told about every tree, from the thread that grew it.</param>
    /// <param name="cancellation">Ends the fit early; the model keeps the trees grown so far, of which there must be one.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label or weight is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token fired before any tree was grown; the forest fitted before, if any, stays.</exception>
    /// <exception cref="InvalidOperationException">Out-of-bag predictions are asked for, but every tree learns from every row.</exception>
    public ForestFit Fit(
        Features features, Labels labels, float[]? weights = null, IProgress<ForestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        RowChecks.Labels(features, labels);
        int[] classes = RowChecks.Classes(labels, Classes, out int count);
        double[] rowWeights = RowChecks.Weights(weights, labels.Count), forScore = [.. rowWeights];
        ClassScores.Weigh(rowWeights, classes, count, ClassWeights);
        return Train(features, Growers.Of(Criterion, classes, count), rowWeights, Accuracy, progress, cancellation);

        double Accuracy(double[] predictions, bool[] known)
        {
            double right = 0, all = 0;
            for (int row = 0; row < known.Length; row++)
            {
                if (!known[row])
                    continue;
                all += forScore[row];
                right += ClassScores.Greatest(predictions.AsSpan(row * count, count)) == classes[row] ? forScore[row] : 0;
            }
            return right / all;
        }
    }

    /// <summary>Predicts the most probable class of each row; of equals the lower number.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(Features features) => ClassScores.Greatest(Probabilities(features), Fitted.Outputs);

    /// <summary>Predicts the probability of each class: the mean over the trees of its weighted share among the training rows of the leaf.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, classes); rows sum to 1.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictProbability(Features features) => ClassScores.Matrix(Probabilities(features), Fitted.Outputs);

    private double[] Probabilities(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Fitted.Mean(features, new Workers(Threads));
    }
}
