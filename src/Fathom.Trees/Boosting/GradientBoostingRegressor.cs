namespace Fathom.Trees;

/// <summary>Gradient boosting for a numeric target.</summary>
/// <example><code>
/// var boosted = new GradientBoostingRegressor { Trees = 300, LearningRate = 0.05, MaxDepth = 4, Seed = 1 };
/// boosted.Fit(features, targets, validation: (validationFeatures, validationTargets), earlyStopping: 30);
/// float[] predictions = boosted.Predict(features);
/// </code></example>
public sealed class GradientBoostingRegressor : GradientBoosting
{
    /// <summary>The loss to minimise. Default <see cref="Fathom.Trees.Objective.SquaredError"/>.</summary>
    public IObjective Objective
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Outputs != 1)
                throw new ArgumentException($"A regressor predicts one number per row, but the objective '{value.Name}' has {value.Outputs} outputs.", nameof(Objective));
            field = value;
        }
    } = Fathom.Trees.Objective.SquaredError;

    private const string KindName = "gradient boosting regressor";

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objective">Needed where the model minimises an objective of your own; it must have the saved name.</param>
    /// <exception cref="InvalidDataException">The file is no gradient boosting regressor, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingRegressor Load(string path, IObjective? objective = null)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream, objective);
    }

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <param name="objective">Needed where the model minimises an objective of your own; it must have the saved name.</param>
    /// <exception cref="InvalidDataException">The stream holds no gradient boosting regressor, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingRegressor Load(Stream stream, IObjective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(KindName, stream, objective, (options, fitted) => new GradientBoostingRegressor
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
            Objective = fitted.Objective,
            Fitted = fitted,
        });
    }

    /// <summary>Learns from rows; a model fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The targets.</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="validation">Rows to measure the loss on after every round.</param>
    /// <param name="earlyStopping">Ends after so many rounds without a better validation loss; the model then keeps the rounds up to the best.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Ends boosting early; the model keeps the rounds finished so far.</param>
    /// <returns>The losses round by round, and why boosting ended.</returns>
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
        return Train(Objective, features, labels, weights, new BoostingRun(validation, earlyStopping, progress, cancellation).Checked());
    }

    /// <summary>Predicts the target of each row.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] Predict(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Fitted.Predict(features, new Workers(Threads));
    }
}
