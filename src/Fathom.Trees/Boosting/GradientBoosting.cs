namespace Fathom.Trees;

/// <summary>
/// Gradient boosting on histograms: trees added one after another, each fitted to the first two derivatives of the loss (Friedman 2001; Chen &amp; Guestrin 2016).
/// The model is the same, bit for bit, at any number of threads.
/// </summary>
public abstract class GradientBoosting
{
    private const int MaxSymmetricDepth = 12;

    private protected GradientBoosting()
    {
    }

    /// <summary>The number of boosting rounds: trees per output. Default 100.</summary>
    public int Trees
    {
        get;
        init => field = AtLeast(value, 1, nameof(Trees));
    } = 100;

    /// <summary>The share of each tree's values that is added, in (0, 1]. Smaller needs more trees and generalises better. Default 0.1.</summary>
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "The learning rate lies in (0, 1].");
    } = 0.1;

    /// <summary>The order in which a tree grows. Default <see cref="TreeGrowth.DepthWise"/>.</summary>
    public TreeGrowth Growth { get; init; } = TreeGrowth.DepthWise;

    /// <summary>Where columns of numbers may be cut. Default <see cref="SplitMethod.Histogram"/>.</summary>
    public SplitMethod Split { get; init; } = SplitMethod.Histogram;

    /// <summary>The most questions between the root and a leaf, 1 to 64. Default 6; with <see cref="TreeGrowth.LeafWise"/> the leaves are the limit to set and the default is 64. Symmetric trees have at most 12.</summary>
    public int MaxDepth
    {
        get => field > 0 ? field : Growth == TreeGrowth.LeafWise ? 64 : 6;
        init => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(MaxDepth), value, "The depth lies in 1 to 64.");
    }

    /// <summary>The most leaves of a tree under <see cref="TreeGrowth.LeafWise"/>, from 2. Default 31.</summary>
    public int MaxLeaves
    {
        get;
        init => field = AtLeast(value, 2, nameof(MaxLeaves));
    } = 31;

    /// <summary>The least sum of second derivatives in a leaf: for squared error the least (weighted) number of rows. Default 1.</summary>
    public double MinChildWeight
    {
        get;
        init => field = NotNegative(value, nameof(MinChildWeight));
    } = 1;

    /// <summary>λ: the weight of the squared leaf values in the loss. Default 1.</summary>
    public double L2
    {
        get;
        init => field = NotNegative(value, nameof(L2));
    } = 1;

    /// <summary>γ: a question is asked only where its gain (<see cref="TreeNode.Gain"/>) is above this. Default 0.</summary>
    public double Gamma
    {
        get;
        init => field = NotNegative(value, nameof(Gamma));
    }

    /// <summary>The rows that each round learns from. Default <see cref="RowSampling.All"/>.</summary>
    public RowSampling Sampling
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = RowSampling.All;

    /// <summary>The share of columns, drawn anew for each tree, that its questions may be about, in (0, 1]. Default 1.</summary>
    public double ColumnFraction
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(ColumnFraction), value, "The share of columns lies in (0, 1].");
    } = 1;

    /// <summary>How columns of categories are learnt from. Default <see cref="CategoryHandling.Hybrid"/>.</summary>
    public CategoryHandling Categories { get; init; } = CategoryHandling.Hybrid;

    /// <summary>The most bins that a column's values fall into, 2 to 255; missing values have a bin of their own. Default 255.</summary>
    public int Bins
    {
        get;
        init => field = value is >= 2 and <= 255 ? value : throw new ArgumentOutOfRangeException(nameof(Bins), value, "The number of bins lies in 2 to 255.");
    } = 255;

    /// <summary>The most threads that work at once. Never changes the model. Default: the processors of the machine.</summary>
    public int Threads
    {
        get;
        init => field = AtLeast(value, 1, nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>Seeds sampling and rounding. Default 0.</summary>
    public int Seed { get; init; }

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

    internal GrowthLimits Limits => new()
    {
        Growth = Growth, MaxDepth = MaxDepth, MaxLeaves = MaxLeaves, MinChildWeight = MinChildWeight, L2 = L2, Gamma = Gamma,
    };

    internal FittedEnsemble Fitted
    {
        get => field ?? throw new InvalidOperationException($"This {GetType().Name} has not been fitted. Call Fit, or Load a saved one.");
        private protected set;
    }

    private protected BoostingHistory Train(IObjective objective, Features features, Labels labels, float[]? weights, BoostingRun run)
    {
        TrainingData data = TrainingData.Prepare(features, labels, weights, Categories, objective.Outputs, Seed);
        if (Growth == TreeGrowth.Symmetric && MaxDepth > MaxSymmetricDepth)
            throw new InvalidOperationException($"MaxDepth is {MaxDepth}, but a symmetric tree doubles its leaves at every level: set at most {MaxSymmetricDepth}.");
        if (Split == SplitMethod.Exact && Growth != TreeGrowth.DepthWise)
            throw new InvalidOperationException($"Exact splits grow depth-wise only: set Growth to {nameof(TreeGrowth.DepthWise)}, or Split to {nameof(SplitMethod.Histogram)} for {Growth}.");
        var trainer = new BoostingTrainer(this, objective, data, run);
        BoostingHistory history = trainer.Train();
        Fitted = new FittedEnsemble(trainer.Ensemble, objective, data.Schema);
        return history;
    }

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");

    private static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number from 0.");
}
