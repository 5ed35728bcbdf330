namespace Fathom.Trees;

/// <summary>What decision trees and forests of them have in common: when a tree goes on splitting, seeds, threads and files. The model is the same, bit for bit, at any number of threads.</summary>
public abstract class TreeEstimator
{
    private protected TreeEstimator()
    {
    }

    private protected TreeEstimator(SavedTreeOptions saved)
    {
        MaxDepth = saved.MaxDepth;
        MinSamplesSplit = saved.MinSamplesSplit ?? MinSamplesSplit;
        MinSamplesLeaf = saved.MinSamplesLeaf ?? MinSamplesLeaf;
        MinWeightFractionLeaf = saved.MinWeightFractionLeaf ?? MinWeightFractionLeaf;
        MaxFeatures = saved.MaxFeatures is { } name ? MaxFeatures.Named(name) : MaxFeatures;
        MaxLeafNodes = saved.MaxLeafNodes;
        MinImpurityDecrease = saved.MinImpurityDecrease ?? MinImpurityDecrease;
        Seed = saved.Seed;
    }

    /// <summary>The most questions between the root and a leaf, from 1; null for no limit.</summary>
    public int? MaxDepth
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 1, nameof(MaxDepth));
    }

    /// <summary>A node with fewer rows is a leaf; from 2. Default 2.</summary>
    public int MinSamplesSplit
    {
        get;
        init => field = AtLeast(value, 2, nameof(MinSamplesSplit));
    } = 2;

    /// <summary>The least number of rows of a leaf, from 1. Default 1.</summary>
    public int MinSamplesLeaf
    {
        get;
        init => field = AtLeast(value, 1, nameof(MinSamplesLeaf));
    } = 1;

    /// <summary>The least weight of a leaf as a share of the weight of all rows, in [0, 0.5]. Default 0.</summary>
    public double MinWeightFractionLeaf
    {
        get;
        init => field = value is >= 0 and <= 0.5
            ? value : throw new ArgumentOutOfRangeException(nameof(MinWeightFractionLeaf), value, $"{nameof(MinWeightFractionLeaf)} lies in 0 to 0.5.");
    }

    /// <summary>How many columns, drawn anew in every node, a split may be about.</summary>
    public MaxFeatures MaxFeatures
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = MaxFeatures.All;

    /// <summary>The most leaves of a tree, from 2; the nodes whose split lowers impurity most are split first. Null (the default) for no limit.</summary>
    public int? MaxLeafNodes
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 2, nameof(MaxLeafNodes));
    }

    /// <summary>A node is split only where that lowers the criterion by at least this: (weight / weight of all) · (impurity − mean impurity of the children). Default 0.</summary>
    public double MinImpurityDecrease
    {
        get;
        init => field = NotNegative(value, nameof(MinImpurityDecrease));
    }

    /// <summary>The most threads that work at once. Never changes the model. Default: the processors of the machine.</summary>
    public int Threads
    {
        get;
        init => field = AtLeast(value, 1, nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>Seeds all that is drawn at random. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// How much each column lowers impurity, the greatest first: <see cref="FeatureImportance.Gain"/> is its share of the decrease in a tree, averaged over trees, and sums to 1
    /// (to 0 where no tree asks anything). Measured on the training rows: it favours columns with many distinct values.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<FeatureImportance> Importance => Fitted.Importance();

    internal FittedForest Fitted
    {
        get => field ?? throw new InvalidOperationException($"This {GetType().Name} has not been fitted. Call Fit, or Load a saved one.");
        private protected set;
    }

    /// <summary>What model files call this kind of estimator.</summary>
    private protected abstract string Kind { get; }

    /// <summary>Writes the fitted model and its options as JSON.</summary>
    /// <param name="path">The file; replaced only once the new one is complete.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(string path) => ForestFile.Write(ToFile(), path);

    /// <summary>Writes the fitted model and its options as JSON, UTF-8.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(Stream stream) => ForestFile.Write(ToFile(), stream);

    /// <summary>
    /// The same predictions as a sum of trees, one per output for each decision tree: the form that explanations and other libraries' formats start from. Outputs are the
    /// predictions themselves, probabilities for classes; there is no link.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public virtual TreeEnsemble ToEnsemble()
    {
        FittedForest fitted = Fitted;
        return EnsembleConversion.ToEnsemble(fitted.Trees, (tree, leaf, output) => fitted.Trees[tree].Value(leaf)[output] / fitted.Trees.Count);
    }

    private protected virtual SavedTreeOptions SavedOptions => new()
    {
        Seed = Seed,
        MaxDepth = MaxDepth,
        MinSamplesSplit = MinSamplesSplit,
        MinSamplesLeaf = MinSamplesLeaf,
        MinWeightFractionLeaf = MinWeightFractionLeaf,
        MaxFeatures = MaxFeatures.Name,
        MaxLeafNodes = MaxLeafNodes,
        MinImpurityDecrease = MinImpurityDecrease,
    };

    private protected virtual SavedForest ToFile() => ForestFile.Of(Kind, SavedOptions, Fitted.Schema, Fitted.Trees);

    private protected static FittedForest FromFile(SavedForest saved) =>
        new([.. saved.Trees.Select(tree => tree.ToTree(saved.Features.Length))], ForestFile.Schema(saved));

    internal GrowthRules Rules(int columns, double weight, Splitter splitter, bool randomTies) => new()
    {
        Splitter = splitter,
        MaxDepth = MaxDepth ?? int.MaxValue,
        MinSamplesSplit = MinSamplesSplit,
        MinSamplesLeaf = MinSamplesLeaf,
        MinWeightLeaf = MinWeightFractionLeaf * weight,
        MaxFeatures = MaxFeatures.Of(columns),
        RandomTies = randomTies,
        MaxLeafNodes = MaxLeafNodes,
        MinImpurityDecrease = MinImpurityDecrease,
    };

    internal static RankedColumns Rank(FeatureSchema schema, Features features, Splitter splitter, Workers workers) =>
        RankedColumns.Of(schema.Encode(features), [.. Enumerable.Range(0, schema.Count).Select(schema.SplitLevels)], splitter, workers);

    private protected static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is at least {least}.");

    private protected static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number from 0.");
}
