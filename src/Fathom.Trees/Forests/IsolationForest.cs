using System.Diagnostics;

namespace Fathom.Trees;

/// <summary>
/// Finds outliers without labels (Liu, Ting &amp; Zhou 2008): random questions isolate them sooner than other rows. Missing values follow the larger side; levels of categories are
/// divided at random.
/// </summary>
/// <example><code>
/// var forest = new IsolationForest { Contamination = 0.01, Seed = 1 };
/// forest.Fit(features);
/// bool[] suspicious = forest.IsOutlier(features);
/// </code></example>
public sealed class IsolationForest
{
    private const string KindName = "isolation forest";

    private FittedForest? _fitted;

    /// <summary>A forest with default options.</summary>
    public IsolationForest()
    {
    }

    private IsolationForest(SavedForest saved)
    {
        Trees = saved.Options.Trees ?? Trees;
        MaxSamples = saved.Options.MaxSamples ?? MaxSamples;
        Contamination = saved.Options.Contamination;
        Seed = saved.Options.Seed;
        _fitted = new([.. saved.Trees.Select(tree => tree.ToTree(saved.Features.Length))], ForestFile.Schema(saved));
        Threshold = saved.Offset ?? AutomaticThreshold;
    }

    private const double AutomaticThreshold = 0.5;

    /// <summary>The number of trees. Default 100.</summary>
    public int Trees
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Trees), value, "Trees is at least 1.");
    } = 100;

    /// <summary>The rows each tree draws without replacement, from 1; all where there are fewer. Default 256, the paper's.</summary>
    public int MaxSamples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxSamples), value, "MaxSamples is at least 1.");
    } = 256;

    /// <summary>The share of training rows to call outliers, in (0, 0.5]; null (the default) calls rows outliers whose score is above 0.5, as in the paper.</summary>
    public double? Contamination
    {
        get;
        init => field = value is null or (> 0 and <= 0.5)
            ? value : throw new ArgumentOutOfRangeException(nameof(Contamination), value, "The share of outliers lies in (0, 0.5].");
    }

    /// <summary>The most threads that work at once. Never changes the model. Default: the processors of the machine.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Threads is at least 1.");
    } = Environment.ProcessorCount;

    /// <summary>Seeds all that is drawn at random. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The score above which a row is an outlier: 0.5, or what <see cref="Contamination"/> made of it in the fit.</summary>
    public double Threshold { get; private set; } = AutomaticThreshold;

    /// <summary>The fitted trees; <see cref="DecisionTree.Value"/> is the path length that a node stands for.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IReadOnlyList<DecisionTree> DecisionTrees => Fitted.Trees;

    private FittedForest Fitted => _fitted ?? throw new InvalidOperationException("This IsolationForest has not been fitted. Call Fit, or Load a saved one.");

    /// <summary>Reads a model that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no isolation forest, is damaged, or was written by a newer version.</exception>
    public static IsolationForest Load(string path) => ForestFile.Read(KindName, path, saved => new IsolationForest(saved));

    /// <summary>Reads a model that <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no isolation forest, is damaged, or was written by a newer version.</exception>
    public static IsolationForest Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new IsolationForest(saved));

    /// <summary>Writes the fitted model and its options as JSON.</summary>
    /// <param name="path">The file; replaced only once the new one is complete.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(string path) => ForestFile.Write(ToFile(), path);

    /// <summary>Writes the fitted model and its options as JSON, UTF-8.</summary>
    /// <param name="stream">Left open.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public void Save(Stream stream) => ForestFile.Write(ToFile(), stream);

    /// <summary>Learns what is common; a model fitted before is replaced.</summary>
    /// <param name="features">The rows, at least one.</param>
    /// <param name="progress">Told about every tree, from the thread that grew it.</param>
    /// <param name="cancellation">Ends the fit early; the model keeps the trees grown so far, of which there must be one.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException">The token fired before any tree was grown; the model fitted before, if any, stays.</exception>
    public ForestFit Fit(Features features, IProgress<ForestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.RowCount == 0)
            throw new ArgumentException("The training features have no rows.", nameof(features));
        long start = Stopwatch.GetTimestamp();
        var schema = FeatureSchema.Of(features);
        float[][] columns = schema.Encode(features);
        int[] levels = [.. Enumerable.Range(0, schema.Count).Select(schema.SplitLevels)];
        var workers = new Workers(Threads);
        var grown = new DecisionTree?[Trees];
        int done = 0;
        workers.For(Trees, long.MaxValue, tree =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            var random = new SplitMix(Seed, tree);
            int[] rows = Sample(features.RowCount, Math.Min(MaxSamples, features.RowCount), ref random);
            grown[tree] = new IsolationTreeBuilder(columns, levels).Grow(rows, random);
            progress?.Report(new(Interlocked.Increment(ref done), Trees));
        });
        DecisionTree[] trees = [.. grown.OfType<DecisionTree>()];
        if (trees.Length == 0)
            throw new OperationCanceledException("The fit was cancelled before the first tree was grown; the model is as it was.", cancellation);
        _fitted = new(trees, schema);
        Threshold = Contamination is { } share ? Quantile(Scores(features), 1 - share) : AutomaticThreshold;
        return new(trees.Length, trees.Length == Trees ? StopReason.Completed : StopReason.Cancelled, null, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The anomaly score of each row, 2^(−mean path length / c(sample)), in (0, 1]: near 1 for outliers, below 0.5 for common rows (Liu et al. 2008, eq. 2).</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] AnomalyScore(Features features) => Array.ConvertAll(Scores(features), score => (float)score);

    /// <summary><see cref="Threshold"/> less the anomaly score: negative for outliers.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public float[] DecisionFunction(Features features) => Array.ConvertAll(Scores(features), score => (float)(Threshold - score));

    /// <summary>Whether each row's score is above <see cref="Threshold"/>.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public bool[] IsOutlier(Features features) => Array.ConvertAll(Scores(features), score => score > Threshold);

    private double[] Scores(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        FittedForest fitted = Fitted;
        double mean = PathLength.Mean(fitted.Trees[0].Nodes[0].Samples);
        // A single row has no path: it is as common as can be told.
        return Array.ConvertAll(fitted.Mean(features, new Workers(Threads)), path => mean == 0 ? AutomaticThreshold : Math.Pow(2, -path / mean));
    }

    private SavedForest ToFile() => ForestFile.Of(
        KindName, new() { Seed = Seed, Trees = Trees, MaxSamples = MaxSamples, Contamination = Contamination }, Fitted.Schema, Fitted.Trees) with { Offset = Threshold };

    /// <summary>Draws rows without replacement (Floyd's algorithm keeps the cost at the sample's size).</summary>
    private static int[] Sample(int rows, int count, ref SplitMix random)
    {
        var drawn = new HashSet<int>(count);
        for (int next = rows - count; next < rows; next++)
        {
            int row = random.Below(next + 1);
            if (!drawn.Add(row))
                drawn.Add(next);
        }
        int[] sample = [.. drawn];
        Array.Sort(sample);
        return sample;
    }

    /// <summary>The quantile between order statistics, linear (Hyndman &amp; Fan 1996, type 7).</summary>
    private static double Quantile(double[] values, double level)
    {
        Array.Sort(values);
        double at = level * (values.Length - 1);
        int below = (int)at;
        return below + 1 < values.Length ? values[below] + (at - below) * (values[below + 1] - values[below]) : values[^1];
    }
}
