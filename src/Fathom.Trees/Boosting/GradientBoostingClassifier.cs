namespace Fathom.Trees;

/// <summary>Gradient boosting for classes: logistic loss for two, softmax for more.</summary>
/// <example><code>
/// var boosted = new GradientBoostingClassifier { Trees = 300, LearningRate = 0.05, Seed = 1 };
/// boosted.Fit(features, labels, validation: (validationFeatures, validationLabels), earlyStopping: 50);
/// float[,] probabilities = boosted.PredictProbability(features);
/// </code></example>
public sealed class GradientBoostingClassifier : GradientBoosting
{
    /// <summary>The number of classes, from 2; null to take it from the greatest label. Set it where a training fold may lack the last class.</summary>
    public int? Classes
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Classes), value, "There are at least 2 classes.");
    }

    private const string KindName = "gradient boosting classifier";

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no gradient boosting classifier, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingClassifier Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no gradient boosting classifier, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingClassifier Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(KindName, stream, null, (options, fitted) => new GradientBoostingClassifier
        {
            Trees = options.Trees,
            LearningRate = options.LearningRate,
            Growth = options.Growth,
            Split = options.Split,
            MaxDepth = options.MaxDepth,
            MaxLeaves = options.MaxLeaves,
            MinChildWeight = options.MinChildWeight,
            L2 = options.L2,
            Gamma = options.Gamma,
            Sampling = options.Sampling,
            ColumnFraction = options.ColumnFraction,
            Categories = options.Categories,
            Bins = options.Bins,
            Seed = options.Seed,
            Classes = options.Classes,
            Fitted = fitted,
        });
    }

    /// <summary>Learns from rows; a model fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The classes, numbered 0, 1, 2, …</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="validation">Rows to measure the loss on after every round.</param>
    /// <param name="earlyStopping">Ends after so many rounds without a better validation loss; the model then keeps the rounds up to the best.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Ends boosting early; the model keeps the rounds finished so far.</param>
    /// <returns>The losses (negative log likelihoods) round by round, and why boosting ended.</returns>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label or weight is out of range.</exception>
    public BoostingHistory Fit(
        Features features,
        Labels labels,
        float[]? weights = null,
        (Features Features, Labels Labels)? validation = null,
        int? earlyStopping = null,
        IProgress<BoostingRound>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        int classes = Classes ?? CountClasses(labels.Values);
        IObjective objective = classes == 2 ? new LogisticObjective() : new SoftmaxObjective(classes);
        return Train(objective, features, labels, weights, new BoostingRun(validation, earlyStopping, progress, cancellation).Checked());
    }

    /// <summary>Predicts the most probable class of each row; of equals the lower number.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(Features features)
    {
        float[,] probabilities = PredictProbability(features);
        var classes = new int[probabilities.GetLength(0)];
        for (int row = 0; row < classes.Length; row++)
        {
            for (int candidate = 1; candidate < probabilities.GetLength(1); candidate++)
            {
                if (probabilities[row, candidate] > probabilities[row, classes[row]])
                    classes[row] = candidate;
            }
        }
        return classes;
    }

    /// <summary>Predicts the probability of each class.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, classes); rows sum to 1.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictProbability(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        float[] predictions = Fitted.Predict(features, new Workers(Threads));
        int outputs = Fitted.Ensemble.Outputs;
        var probabilities = new float[features.RowCount, Math.Max(2, outputs)];
        for (int row = 0; row < features.RowCount; row++)
        {
            if (outputs == 1)
            {
                probabilities[row, 0] = 1 - predictions[row];
                probabilities[row, 1] = predictions[row];
                continue;
            }
            for (int output = 0; output < outputs; output++)
                probabilities[row, output] = predictions[row * outputs + output];
        }
        return probabilities;
    }

    /// <summary>More classes than this are rather a number or an identifier taken for a class.</summary>
    private const int MostClasses = 10_000;

    private static int CountClasses(ReadOnlySpan<double> labels)
    {
        double highest = 1;
        foreach (double label in labels)
            highest = Math.Max(highest, label);
        return highest < MostClasses
            ? (int)highest + 1
            : throw new ArgumentException($"A label is {highest}: classes are numbered 0, 1, 2, … below {MostClasses:N0}. For a numeric target use {nameof(GradientBoostingRegressor)}.", nameof(labels));
    }
}
