namespace Fathom.Trees;

/// <summary>
/// Gradient boosting: trees added one after another, each fitted to the first two derivatives of the loss (Friedman 2001; Chen &amp; Guestrin 2016).
/// The model is the same, bit for bit, at any number of threads.
/// </summary>
public abstract class GradientBoosting : BoostingOptions
{
    private const int MaxSymmetricDepth = 12;

    /// <summary>A refit leaf goes where most of its rows lie: with fewer rows that would often be outliers. A linear leaf of hardly more rows than columns goes through all of them.</summary>
    private const int MinRefitRows = 20;

    private protected GradientBoosting()
    {
    }

    private protected GradientBoosting(BoostingOptions style) : base(style)
    {
    }

    /// <summary>The fitted trees.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public TreeEnsemble Ensemble => Fitted.Ensemble;

    /// <summary>The fitted model laid out for predicting rows of plain numbers, one or many, without allocating.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public EnsemblePredictor Predictor => Fitted.Predictor;

    /// <summary>What each column contributes, the greatest gain first; columns never asked about stand last with zeros.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<FeatureImportance> Importance => Fitted.Importance();

    /// <summary>What model files call this kind of estimator.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The defaults of XGBoost's scikit-learn interface with tree_method "hist".</summary>
    public static BoostingOptions XGBoostStyle() => new() { LearningRate = 0.3, MaxDepth = 6, MinChildWeight = 1, L2 = 1, Bins = 256, Categories = CategoryHandling.Splits };

    /// <summary>The defaults of LightGBM.</summary>
    public static BoostingOptions LightGbmStyle() => new()
    {
        Growth = TreeGrowth.LeafWise, MaxLeaves = 31, MinChildWeight = 1e-3, MinLeafRows = 20, L2 = 0, Categories = CategoryHandling.Splits,
    };

    /// <summary>The defaults of CatBoost on a processor.</summary>
    public static BoostingOptions CatBoostStyle() => new()
    {
        Trees = 1000, LearningRate = 0.03, Growth = TreeGrowth.Symmetric, Sampling = RowSampling.Mvs, MaxDepth = 6, MinChildWeight = 0, L2 = 3, Bins = 254, Categories = CategoryHandling.OrderedStatistics,
    };

    internal GrowthLimits LimitsFor(IObjective objective, FeatureSchema schema) => new()
    {
        MinLeafRows = MinLeafRows ?? (objective is ILeafRefit || LinearLeaves ? MinRefitRows : 1),
        Growth = Growth, MaxDepth = MaxDepth, MaxLeaves = MaxLeaves, MinChildWeight = MinChildWeight, L1 = L1, L2 = L2, Gamma = Gamma,
        MaxDelta = MaxDelta ?? double.PositiveInfinity, ColumnsPerLevel = ColumnFractionPerLevel, ColumnsPerNode = ColumnFractionPerNode,
        Monotone = Monotone.Any(direction => direction != MonotoneDirection.Any) ? [.. Monotone.Select(SignOf)] : null,
        Interactions = Interactions.Count > 0 ? [.. Interactions.Select(set => WithCombinations(set, schema))] : null,
    };

    /// <summary>A combination of columns of a set belongs to the set.</summary>
    private static int[] WithCombinations(IReadOnlyList<int> set, FeatureSchema schema) =>
        [.. set, .. Enumerable.Range(schema.Inputs, schema.Combinations.Count).Where(column => schema.Combinations[column - schema.Inputs].Columns.All(set.Contains))];

    private static int SignOf(MonotoneDirection direction) => direction switch
    {
        MonotoneDirection.Rising => 1,
        MonotoneDirection.Falling => -1,
        _ => 0,
    };

    internal FittedEnsemble Fitted
    {
        get => field ?? throw new InvalidOperationException($"This {GetType().Name} has not been fitted. Call Fit, or Load a saved one.");
        private protected set;
    }

    /// <summary>Learns from rows; a model fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The targets: numbers for a regressor, classes 0, 1, 2, … for a classifier.</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="validation">Rows to measure the loss on after every round.</param>
    /// <param name="earlyStopping">When to end for lack of improvement on the validation rows: a number of rounds, or an <see cref="EarlyStoppingRule"/>.</param>
    /// <param name="timeBudget">No round begins that would probably end later; the model keeps the rounds finished so far.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Ends boosting after the round under way; the model keeps the rounds finished so far.</param>
    /// <returns>The losses round by round, and why boosting ended.</returns>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label or weight is out of range.</exception>
    public BoostingHistory Fit(
        Features features,
        Labels labels,
        float[]? weights = null,
        (Features Features, Labels Labels)? validation = null,
        EarlyStoppingRule? earlyStopping = null,
        TimeSpan? timeBudget = null,
        IProgress<BoostingRound>? progress = null,
        CancellationToken cancellation = default)
    {
        BoostingData[] sets = validation is { } held ? [new(held.Features, held.Labels)] : [];
        return Fit(new BoostingData(features, labels) { Weights = weights }, sets, earlyStopping, timeBudget, progress, cancellation);
    }

    /// <summary>Learns from rows with base margins or groups, with any number of validation sets; a model fitted before is replaced.</summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">Sets to measure the loss on after every round, with weights of their own; early stopping watches the first.</param>
    /// <param name="earlyStopping">When to end for lack of improvement on the first validation set.</param>
    /// <param name="timeBudget">No round begins that would probably end later; the model keeps the rounds finished so far.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Ends boosting after the round under way; the model keeps the rounds finished so far.</param>
    /// <returns>The losses round by round, and why boosting ended.</returns>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label, weight, margin or group is out of range.</exception>
    public BoostingHistory Fit(
        BoostingData training,
        IReadOnlyList<BoostingData>? validation = null,
        EarlyStoppingRule? earlyStopping = null,
        TimeSpan? timeBudget = null,
        IProgress<BoostingRound>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        BoostingDataCheck.CheckRows(training, "training");
        return Train(ChooseObjective(training.Labels), training, Trees, null, new(validation ?? [], earlyStopping, timeBudget, progress, cancellation));
    }

    /// <summary>
    /// Adds rounds to the fitted or loaded model. On the rows of the fit, with the same options, the model is bit for bit that of one longer fit,
    /// except under <see cref="BoostingOptions.Dart"/>, where sums are rounded differently.
    /// </summary>
    /// <param name="training">The rows to learn from: those of the fit, or others with the same columns.</param>
    /// <param name="rounds">The number of rounds to add, from 1.</param>
    /// <param name="validation">Sets to measure the loss on after every added round; early stopping watches the first, and keeps the model as it was if no round betters it.</param>
    /// <param name="earlyStopping">When to end for lack of improvement on the first validation set.</param>
    /// <param name="timeBudget">No round begins that would probably end later; the model keeps the rounds finished so far.</param>
    /// <param name="progress">Told about every round.</param>
    /// <param name="cancellation">Ends boosting after the round under way; the model keeps the rounds finished so far.</param>
    /// <returns>The losses of the added rounds, and why boosting ended.</returns>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, numbers of rows differ, there are none, or a label, weight, margin or group is out of range.</exception>
    public BoostingHistory Continue(
        BoostingData training,
        int rounds,
        IReadOnlyList<BoostingData>? validation = null,
        EarlyStoppingRule? earlyStopping = null,
        TimeSpan? timeBudget = null,
        IProgress<BoostingRound>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        BoostingDataCheck.CheckRows(training, "training");
        return Train(Fitted.Objective, training, rounds, Fitted, new(validation ?? [], earlyStopping, timeBudget, progress, cancellation));
    }

    /// <summary>Writes the fitted model and its options as JSON.</summary>
    /// <param name="path">The file; replaced only once the new one is complete.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(string path) => ModelFile.Write(this, Kind, path);

    /// <summary>Writes the fitted model and its options as JSON, UTF-8.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Write(this, Kind, stream);
    }

    /// <summary>The loss for these labels.</summary>
    private protected abstract IObjective ChooseObjective(Labels labels);

    /// <summary>The weights that the fit uses.</summary>
    private protected virtual float[]? WeightsOf(BoostingData training, IObjective objective) => training.Weights;

    private protected float[] PredictScores(Features features, double[]? baseMargin)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (baseMargin is not null)
            BoostingDataCheck.CheckMargin(baseMargin, features.RowCount, Fitted.Ensemble.Outputs, "prediction");
        return Fitted.Predict(features, new Workers(Threads), baseMargin);
    }

    /// <exception cref="InvalidOperationException">Categories are to be combined where no statistics stand for them.</exception>
    private void CheckCombinations(IObjective objective)
    {
        if (MaxCombination == 1)
            return;
        if (Categories == CategoryHandling.Splits)
            throw new InvalidOperationException($"Combinations of categories are learnt from their ordered statistics: set Categories to {nameof(CategoryHandling.Hybrid)} or {nameof(CategoryHandling.OrderedStatistics)}, or {nameof(MaxCombination)} to 1.");
        if (objective is CoxObjective or SoftmaxObjective or SoftmaxFocalObjective)
            throw new InvalidOperationException($"Combinations of categories are learnt from their mean label, which says nothing under '{objective.Name}': set {nameof(MaxCombination)} to 1.");
    }

    private BoostingHistory Train(IObjective objective, BoostingData training, int rounds, FittedEnsemble? start, BoostingRun run)
    {
        BoostingDataCheck.Check(training, objective, "training");
        run.Check(training, objective);
        if (Growth == TreeGrowth.Symmetric && MaxDepth > MaxSymmetricDepth)
            throw new InvalidOperationException($"MaxDepth is {MaxDepth}, but a symmetric tree doubles its leaves at every level: set at most {MaxSymmetricDepth}.");
        if (Split == SplitMethod.Exact && Growth != TreeGrowth.DepthWise)
            throw new InvalidOperationException($"Exact splits grow depth-wise only: set Growth to {nameof(TreeGrowth.DepthWise)}, or Split to {nameof(SplitMethod.Histogram)} for {Growth}.");
        if (Categories == CategoryHandling.OrderedStatistics && objective is CoxObjective)
            throw new InvalidOperationException($"The mean of survival times says nothing where some are censored: set Categories to {nameof(CategoryHandling.Splits)}.");
        ColumnRuleCheck.Check(this, training.Features);
        LinearLeafCheck.Check(this, objective);
        CheckCombinations(objective);
        CategoryHandling categories = objective is CoxObjective ? CategoryHandling.Splits : Categories;
        int outputs = objective is SoftmaxObjective or SoftmaxFocalObjective ? objective.Outputs : 1;
        TrainingData data = TrainingData.Prepare(training, WeightsOf(training, objective), start?.Schema, categories, MaxCombination, outputs, Seed);
        var trainer = new BoostingTrainer(this, objective, data, run, start?.Ensemble);
        BoostingHistory history = trainer.Train(rounds);
        Fitted = new FittedEnsemble(trainer.Ensemble, objective, data.Schema);
        return history;
    }
}
