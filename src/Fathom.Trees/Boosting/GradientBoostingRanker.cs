namespace Fathom.Trees;

/// <summary>
/// Gradient boosting for the order of rows within queries, by LambdaRank (Burges 2010). Labels are relevances from 0 with a gain of 2^label − 1;
/// learning curves show 1 − NDCG of the first <see cref="Places"/>.
/// </summary>
/// <example><code>
/// var ranker = new GradientBoostingRanker { Trees = 200, Places = 10 };
/// ranker.Fit(new BoostingData(features, relevances) { Groups = querySizes });
/// float[] scores = ranker.Predict(features);
/// </code></example>
public sealed class GradientBoostingRanker : GradientBoosting
{
    /// <summary>A ranker with the default options.</summary>
    public GradientBoostingRanker()
    {
    }

    /// <summary>A ranker with the options of a preset or of another estimator.</summary>
    /// <param name="style">Options to copy.</param>
    public GradientBoostingRanker(BoostingOptions style) : base(style)
    {
    }

    /// <summary>The places at the top of a query that count, from 1. Default 30, as lambdarank_truncation_level in LightGBM.</summary>
    public int Places
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Places), value, "At least 1 place counts.");
    } = 30;

    private const string KindName = "gradient boosting ranker";

    private protected override string Kind => KindName;

    /// <summary>A ranker around trees that it did not grow.</summary>
    internal static GradientBoostingRanker Of(FittedEnsemble fitted) => new() { Trees = Math.Max(1, fitted.Ensemble.Rounds), Places = fitted.Objective is LambdaRankObjective ranking ? ranking.Places : 30, Fitted = fitted };

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no gradient boosting ranker, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingRanker Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Reads a model that <see cref="GradientBoosting.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no gradient boosting ranker, is damaged, or was written by a newer version.</exception>
    public static GradientBoostingRanker Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(KindName, stream, null, (options, fitted) =>
            new GradientBoostingRanker(options.ToOptions()) { Places = options.Places ?? 30, Fitted = fitted });
    }

    /// <summary>Scores rows: within a query, the greater the score the further to the front.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="baseMargin">The rows' own starting scores after a fit with margins; null for none.</param>
    /// <returns>One score per row.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or the margins are not one per row.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] Predict(Features features, double[]? baseMargin = null) => PredictScores(features, baseMargin);

    private protected override IObjective ChooseObjective(Labels labels) => new LambdaRankObjective(Places);
}
