namespace Fathom.Trees;

/// <summary>Gradient boosting for classes: logistic loss for two, softmax for more.</summary>
/// <example><code>
/// var boosted = new GradientBoostingClassifier { Trees = 300, LearningRate = 0.05, Seed = 1 };
/// boosted.Fit(features, labels, validation: (validationFeatures, validationLabels), earlyStopping: 50);
/// float[,] probabilities = boosted.PredictProbability(features);
/// </code></example>
public sealed class GradientBoostingClassifier : GradientBoosting
{
    /// <summary>A classifier with the default options.</summary>
    public GradientBoostingClassifier()
    {
    }

    /// <summary>A classifier with the options of a preset or of another estimator: <c>new GradientBoostingClassifier(GradientBoosting.XGBoostStyle()) { Trees = 300 }</c>.</summary>
    /// <param name="style">Options to copy.</param>
    public GradientBoostingClassifier(BoostingOptions style) : base(style)
    {
    }

    /// <summary>The number of classes, from 2; null to take it from the greatest label. Set it where a training fold may lack the last class.</summary>
    public int? Classes
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Classes), value, "There are at least 2 classes.");
    }

    /// <summary>
    /// What rows weigh by their class in training; validation losses are not weighted by class. For two classes <c>ClassWeights.Of(1, w)</c> is what
    /// XGBoost and LightGBM call a scale_pos_weight of w. Default <see cref="ClassWeights.Equal"/>.
    /// </summary>
    public ClassWeights ClassWeights
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = ClassWeights.Equal;

    /// <summary>
    /// The loss to minimise: <see cref="Fathom.Trees.Objective.Focal"/>, <see cref="Fathom.Trees.Objective.SoftmaxFocal"/>, or one of your own whose predictions are the probability of class 1 or one probability per class.
    /// Default null: the negative log likelihood.
    /// </summary>
    public IObjective? Objective
    {
        get;
        init => field = value is not ISetObjective ? value : throw new ArgumentException($"'{value.Name}' is no loss for classes.", nameof(Objective));
    }

    private const string KindName = "gradient boosting classifier";

    private protected override string Kind => KindName;

    /// <summary>A classifier around trees that it did not grow.</summary>
    internal static GradientBoostingClassifier Of(FittedEnsemble fitted) => new() { Trees = Math.Max(1, fitted.Ensemble.Rounds), Classes = Math.Max(2, fitted.Ensemble.Outputs), Fitted = fitted };

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objective">Needed where the model minimises an objective of your own; it must have the saved name.</param>
    /// <exception cref="InvalidDataException">The file is no gradient boosting classifier, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingClassifier Load(string path, IObjective? objective = null)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream, objective);
    }

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <param name="objective">Needed where the model minimises an objective of your own; it must have the saved name.</param>
    /// <exception cref="InvalidDataException">The stream holds no gradient boosting classifier, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingClassifier Load(Stream stream, IObjective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(KindName, stream, objective, (options, fitted) => new GradientBoostingClassifier(options.ToOptions())
        {
            Classes = options.Classes,
            ClassWeights = options.ToClassWeights(),
            Objective = fitted.Objective is LogisticObjective or SoftmaxObjective ? null : fitted.Objective,
            Fitted = fitted,
        });
    }

    /// <summary>Predicts the most probable class of each row; of equals the lower number.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="baseMargin">The rows' own starting scores after a fit with margins; null for none.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row and output.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(Features features, double[]? baseMargin = null)
    {
        float[,] probabilities = PredictProbability(features, baseMargin);
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
    /// <param name="baseMargin">The rows' own starting scores (log-odds, or a score per class, row after row) after a fit with margins; null for none.</param>
    /// <returns>Shape (rows, classes); rows sum to 1.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row and output.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictProbability(Features features, double[]? baseMargin = null)
    {
        float[] predictions = PredictScores(features, baseMargin);
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

    private protected override IObjective ChooseObjective(Labels labels)
    {
        int classes = Classes ?? CountClasses(labels.Values);
        if (Objective is { } chosen && Math.Max(2, chosen.Outputs) != classes)
            throw new ArgumentException($"There are {classes} classes, but the objective '{chosen.Name}' is for {Math.Max(2, chosen.Outputs)}.", nameof(labels));
        return Objective ?? (classes == 2 ? new LogisticObjective() : new SoftmaxObjective(classes));
    }

    private protected override float[]? WeightsOf(BoostingData training, IObjective objective)
    {
        if (ClassWeights == ClassWeights.Equal)
            return training.Weights;
        int[] labels = Array.ConvertAll(training.Labels.Values.ToArray(), label => (int)label);
        double[] factors = ClassWeights.Factors(labels, Math.Max(2, objective.Outputs));
        float[] weights = [.. labels.Select((label, row) => (float)(factors[label] * (training.Weights?[row] ?? 1)))];
        BoostingDataCheck.CheckWeights(weights, weights.Length, "training");
        return weights;
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
