namespace Fathom.Trees;

/// <summary>Gradient boosting for a numeric target.</summary>
/// <example><code>
/// var boosted = new GradientBoostingRegressor { Trees = 300, LearningRate = 0.05, MaxDepth = 4, Seed = 1 };
/// boosted.Fit(features, targets, validation: (validationFeatures, validationTargets), earlyStopping: 30);
/// float[] predictions = boosted.Predict(features);
/// </code></example>
public sealed class GradientBoostingRegressor : GradientBoosting
{
    /// <summary>A regressor with the default options.</summary>
    public GradientBoostingRegressor()
    {
    }

    /// <summary>A regressor with the options of a preset or of another estimator: <c>new GradientBoostingRegressor(GradientBoosting.XGBoostStyle()) { Trees = 300 }</c>.</summary>
    /// <param name="style">Options to copy.</param>
    public GradientBoostingRegressor(BoostingOptions style) : base(style)
    {
    }

    /// <summary>The loss to minimise. Default <see cref="Fathom.Trees.Objective.SquaredError"/>.</summary>
    public IObjective Objective
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value is ISetObjective)
                throw new ArgumentException($"A regressor's loss is a sum over rows; for '{value.Name}' there is an estimator of its own.", nameof(Objective));
            field = value;
        }
    } = Fathom.Trees.Objective.SquaredError;

    private const string KindName = "gradient boosting regressor";

    private protected override string Kind => KindName;

    /// <summary>A regressor around trees that it did not grow.</summary>
    internal static GradientBoostingRegressor Of(FittedEnsemble fitted) => new() { Trees = Math.Max(1, fitted.Ensemble.Rounds), Objective = fitted.Objective, Fitted = fitted };

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
        return ModelFile.Read(KindName, stream, objective, (options, fitted) =>
            new GradientBoostingRegressor(options.ToOptions()) { Objective = fitted.Objective, Fitted = fitted });
    }

    /// <summary>Predicts the target of each row.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="baseMargin">The rows' own starting scores after a fit with margins; null for none.</param>
    /// <returns>One prediction per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted, or predicts several numbers per row.</exception>
    public float[] Predict(Features features, double[]? baseMargin = null) => Fitted.Ensemble.Outputs == 1
        ? PredictScores(features, baseMargin)
        : throw new InvalidOperationException($"Under '{Fitted.Objective.Name}' there are {Fitted.Ensemble.Outputs} numbers per row: call {nameof(PredictOutputs)}.");

    /// <summary>Predicts all numbers that the objective has for a row: a quantile for each level, or mean and deviation.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="baseMargin">The rows' own starting scores after a fit with margins, one per output, row after row; null for none.</param>
    /// <returns>Shape (rows, outputs).</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row and output.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictOutputs(Features features, double[]? baseMargin = null)
    {
        float[] predictions = PredictScores(features, baseMargin);
        int outputs = Fitted.Ensemble.Outputs;
        var matrix = new float[features.RowCount, outputs];
        for (int i = 0; i < predictions.Length; i++)
            matrix[i / outputs, i % outputs] = predictions[i];
        return matrix;
    }

    private protected override IObjective ChooseObjective(Labels labels) => Objective;
}
