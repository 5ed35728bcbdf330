namespace Fathom.Trees;

/// <summary>A decision tree for classes.</summary>
/// <remarks>Categories of two classes are split as well as can be by one sort; with more classes the best of the divisions "share of one class" is taken, one for each class.</remarks>
/// <example><code>
/// var tree = new DecisionTreeClassifier { Criterion = ClassificationCriterion.Entropy, MaxDepth = 3 };
/// tree.Fit(features, labels);
/// int[] classes = tree.Predict(features);
/// </code></example>
public sealed class DecisionTreeClassifier : DecisionTreeEstimator
{
    private const string KindName = "decision tree classifier";

    /// <summary>A tree with default options.</summary>
    public DecisionTreeClassifier()
    {
    }

    private DecisionTreeClassifier(SavedForest saved) : base(saved)
    {
        Criterion = saved.Options.ClassificationCriterion ?? Criterion;
        Classes = saved.Options.Classes;
        ClassWeights = ClassWeights.Saved(saved.Options.BalancedClasses, saved.Options.ClassWeights);
    }

    /// <summary>What splits lower. Default <see cref="ClassificationCriterion.Gini"/>.</summary>
    public ClassificationCriterion Criterion { get; init; } = ClassificationCriterion.Gini;

    /// <summary>The number of classes, from 2; null to take it from the greatest label. Set it where a training fold may lack the last class.</summary>
    public int? Classes
    {
        get;
        init => field = value is null ? null : AtLeast(value.Value, 2, nameof(Classes));
    }

    /// <summary>How much the rows of each class count. Default <see cref="ClassWeights.Equal"/>.</summary>
    public ClassWeights ClassWeights
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = ClassWeights.Equal;

    private protected override string Kind => KindName;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with
    {
        ClassificationCriterion = Criterion, Classes = Classes, BalancedClasses = ClassWeights.IsBalanced ? true : null, ClassWeights = ClassWeights.PerClass?.ToArray(),
    };

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no decision tree classifier, is damaged, or was written by a newer version.</exception>
    public static DecisionTreeClassifier Load(string path) => ForestFile.Read(KindName, path, saved => new DecisionTreeClassifier(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no decision tree classifier, is damaged, or was written by a newer version.</exception>
    public static DecisionTreeClassifier Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new DecisionTreeClassifier(saved));

    /// <summary>Learns from rows; a tree fitted before is replaced.</summary>
    /// <param name="features">The inputs, one row per label.</param>
    /// <param name="labels">The classes, numbered 0, 1, 2, …</param>
    /// <param name="weights">One weight per row, not negative, 0 to leave it out; null for equal weights.</param>
    /// <param name="cancellation">Ends the fit; the tree fitted before, if any, stays.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a label or weight is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public void Fit(Features features, Labels labels, float[]? weights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        RowChecks.Labels(features, labels);
        int[] classes = RowChecks.Classes(labels, Classes, out int count);
        double[] rowWeights = ClassScores.Weigh(RowChecks.Weights(weights, labels.Count), classes, count, ClassWeights);
        Train(features, Growers.Of(Criterion, classes, count), rowWeights, cancellation);
    }

    /// <summary>Predicts the most probable class of each row; of equals the lower number.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Predict(Features features) => ClassScores.Greatest(Probabilities(features), Fitted.Outputs);

    /// <summary>Predicts the probability of each class: its weighted share among the training rows of the leaf.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, classes); rows sum to 1.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[,] PredictProbability(Features features) => ClassScores.Matrix(Probabilities(features), Fitted.Outputs);

    private protected override string CriterionName => Criterion switch
    {
        ClassificationCriterion.Gini => "gini",
        ClassificationCriterion.Entropy => "entropy",
        _ => "errorRate",
    };

    private protected override string LeafText(int node, TreeWords words, bool weights)
    {
        double[] shares = Tree.Value(node).ToArray();
        string perClass = weights ? $"weights: [{string.Join(", ", shares.Select(share => words.Number(share * Tree.Nodes[node].Weight)))}] " : "";
        return $"{perClass}class: {ClassScores.Greatest(shares)}";
    }

    private protected override NodeLook Look(int node, TreeWords words, IReadOnlyList<string>? classNames)
    {
        double[] shares = Tree.Value(node).ToArray();
        int likeliest = ClassScores.Greatest(shares);
        double chance = 1.0 / shares.Length;
        string verdict = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{classNames?[likeliest] ?? $"class {likeliest}"} · {100 * shares[likeliest]:0} %");
        return new(verdict, Palette.Of(likeliest), (shares[likeliest] - chance) / (1 - chance), [.. shares.Select((share, i) => (share, Palette.Of(i)))]);
    }

    private double[] Probabilities(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Fitted.Mean(features, new Workers(Threads));
    }
}
