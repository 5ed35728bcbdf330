namespace Fathom.Trees;

/// <summary>
/// Gradient boosting for times until an event, some of them censored: Cox's proportional hazards (Cox 1972) with Breslow's treatment of ties. Learning curves show the
/// negative log partial likelihood per failure.
/// </summary>
/// <example><code>
/// var survival = new GradientBoostingSurvival { Trees = 200, LearningRate = 0.05 };
/// survival.Fit(features, new SurvivalTimes(months, defaulted));
/// float[] risks = survival.Predict(features);
/// </code></example>
public sealed class GradientBoostingSurvival : GradientBoosting
{
    /// <summary>A survival model with the default options.</summary>
    public GradientBoostingSurvival()
    {
    }

    /// <summary>A survival model with the options of a preset or of another estimator.</summary>
    /// <param name="style">Options to copy.</param>
    public GradientBoostingSurvival(BoostingOptions style) : base(style)
    {
    }

    private const string KindName = "gradient boosting survival";

    private protected override string Kind => KindName;

    /// <summary>A survival model around trees that it did not grow.</summary>
    internal static GradientBoostingSurvival Of(FittedEnsemble fitted) => new() { Trees = Math.Max(1, fitted.Ensemble.Rounds), Fitted = fitted };

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no survival model, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingSurvival Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no survival model, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingSurvival Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(KindName, stream, null, (options, fitted) => new GradientBoostingSurvival(options.ToOptions()) { Fitted = fitted });
    }

    /// <summary>Predicts each row's hazard relative to that of a row with score 0: twice the prediction fails twice as often at any time.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="baseMargin">The rows' own starting scores, logarithms of relative hazards, after a fit with margins; null for none.</param>
    /// <returns>One positive number per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] Predict(Features features, double[]? baseMargin = null) => PredictScores(features, baseMargin);

    private protected override IObjective ChooseObjective(Labels labels) => new CoxObjective();
}
