using System.Diagnostics;

namespace Fathom.Trees;

/// <summary>
/// AdaBoost for any number of classes (SAMME: Zhu, Zou, Rosset &amp; Hastie 2009): small trees one after another, each on rows weighted by how often they were got wrong, that vote.
/// </summary>
/// <example><code>
/// var boosted = new AdaBoostClassifier { Trees = 100, LearningRate = 0.5 };
/// boosted.Fit(features, labels);
/// int[] classes = boosted.Predict(features);
/// </code></example>
public sealed class AdaBoostClassifier : TreeEstimator
{
    private const string KindName = "AdaBoost classifier";

    private double[] _treeWeights = [];

    /// <summary>Stumps, trees that ask one question, by default.</summary>
    public AdaBoostClassifier() => MaxDepth = 1;

    private AdaBoostClassifier(SavedForest saved) : base(saved.Options)
    {
        Trees = saved.Options.Trees ?? Trees;
        LearningRate = saved.Options.LearningRate ?? LearningRate;
        Criterion = saved.Options.ClassificationCriterion ?? Criterion;
        Classes = saved.Options.Classes;
        Fitted = FromFile(saved);
        _treeWeights = saved.TreeWeights is { } weights && weights.Length == saved.Trees.Length
            ? weights : throw new InvalidDataException("The model file is damaged: the trees lack their weights.");
    }

    /// <summary>The most trees. Default 50.</summary>
    public int Trees
    {
        get;
        init => field = AtLeast(value, 1, nameof(Trees));
    } = 50;

    /// <summary>The factor of each tree's vote, positive. Smaller needs more trees. Default 1.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "The learning rate is positive and finite.");
    } = 1;

    /// <summary>What splits lower. Default <see cref="ClassificationCriterion.Gini"/>.</summary>
    public ClassificationCriterion Criterion { get; init; } = ClassificationCriterion.Gini;

    /// <summary>The number of classes, from 2; null to take it from the greatest label. Set it where a training fold may lack the last class.</summary>
    public int? Classes
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 2, nameof(Classes));
    }

    /// <summary>The fitted trees.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<DecisionTree> DecisionTrees => Fitted.Trees;

    /// <summary>What each tree's vote counts.</summary>
    public IReadOnlyList<double> TreeWeights => _treeWeights;

    private protected override string Kind => KindName;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with
    {
        Trees = Trees, LearningRate = LearningRate, ClassificationCriterion = Criterion, Classes = Classes,
    };

    private protected override SavedForest ToFile() => base.ToFile() with { TreeWeights = _treeWeights };

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no AdaBoost classifier, is damaged, or was written by a newer version.</exception>
    public static AdaBoostClassifier Load(string path) => ForestFile.Read(KindName, path, saved => new AdaBoostClassifier(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no AdaBoost classifier, is damaged, or was written by a newer version.</exception>
    public static AdaBoostClassifier Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new AdaBoostClassifier(saved));

    /// <summary>Learns from rows; a model fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The classes, numbered 0, 1, 2, …</param>
    /// <param name="weights">One weight per row to start from, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="progress">Told about every tree.</param>
    /// <param name="cancellation">Ends boosting early; the model keeps the trees grown so far, of which there must be one.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label or weight is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token fired before any tree was grown; the model fitted before, if any, stays.</exception>
    public AdaBoostFit Fit(
        Features features, Labels labels, float[]? weights = null, IProgress<ForestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        long start = Stopwatch.GetTimestamp();
        RowChecks.Labels(features, labels);
        int[] classes = RowChecks.Classes(labels, Classes, out int count);
        double[] rowWeights = RowChecks.Weights(weights, labels.Count);
        var workers = new Workers(Threads);
        var schema = FeatureSchema.Of(features);
        var rounds = new AdaBoostRounds(Rank(schema, features, Splitter.Best, workers), Rules(schema.Count, 1, Splitter.Best, randomTies: false), Growers.Of(Criterion, classes, count), classes, count, LearningRate);
        StopReason stop = rounds.Run(
            rowWeights, Trees, tree => ClassScores.Greatest(new FittedForest([tree], schema).Mean(features, workers), count), Seed, workers, progress, cancellation);
        Fitted = new(rounds.Trees, schema);
        _treeWeights = [.. rounds.TreeWeights];
        return new(rounds.Errors, _treeWeights, stop, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Predicts the class with the most votes; of equals the lower number.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(Features features) => ClassScores.Greatest(Votes(features), Fitted.Outputs);

    /// <summary>Predicts with the first tree, the first two, and so on: how many trees are enough?</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>As many predictions as there are trees; the last is that of <see cref="Predict"/>.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IEnumerable<int[]> StagedPredict(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Staged(Fitted, features);
    }

    /// <summary>Predicts the probability of each class: the softmax of its share of the votes over classes − 1 (Zhu et al. 2009, section 2.2; for two classes over 1, of half the margin).</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, classes); rows sum to 1. Good for ranking, not calibrated.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictProbability(Features features)
    {
        double[] votes = Votes(features);
        int classes = Fitted.Outputs;
        double all = _treeWeights.Sum();
        for (int first = 0; first < votes.Length; first += classes)
        {
            Span<double> row = votes.AsSpan(first, classes);
            if (classes == 2)
                (row[0], row[1]) = ((row[0] - row[1]) / 2, (row[1] - row[0]) / 2);
            double sum = 0;
            for (int i = 0; i < classes; i++)
                sum += row[i] = Math.Exp(row[i] / all / (classes - 1));
            for (int i = 0; i < classes; i++)
                row[i] /= sum;
        }
        return ClassScores.Matrix(votes, classes);
    }

    /// <summary>The votes as a sum of trees, one per class for each decision tree: outputs are each class's share of the votes.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public override TreeEnsemble ToEnsemble()
    {
        FittedForest fitted = Fitted;
        double all = _treeWeights.Sum();
        return EnsembleConversion.ToEnsemble(
            fitted.Trees, (tree, leaf, output) => ClassScores.Greatest(fitted.Trees[tree].Value(leaf)) == output ? _treeWeights[tree] / all : 0);
    }

    private IEnumerable<int[]> Staged(FittedForest fitted, Features features)
    {
        var votes = new double[features.RowCount * fitted.Outputs];
        for (int tree = 0; tree < fitted.Trees.Count; tree++)
        {
            int[] classes = ClassScores.Greatest(new FittedForest([fitted.Trees[tree]], fitted.Schema).Mean(features, new Workers(Threads)), fitted.Outputs);
            for (int row = 0; row < classes.Length; row++)
                votes[row * fitted.Outputs + classes[row]] += _treeWeights[tree];
            yield return ClassScores.Greatest(votes, fitted.Outputs);
        }
    }

    private double[] Votes(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        int classes = Fitted.Outputs;
        var votes = new double[features.RowCount * classes];
        Fitted.ForLeaves(features, new Workers(Threads), (tree, index, firstRow, leaves) =>
        {
            for (int i = 0; i < leaves.Length; i++)
                votes[(firstRow + i) * classes + ClassScores.Greatest(tree.Value(leaves[i]))] += _treeWeights[index];
        });
        return votes;
    }
}
