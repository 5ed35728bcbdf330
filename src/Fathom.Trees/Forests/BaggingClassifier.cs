namespace Fathom.Trees;

/// <summary>Bagged decision trees for classes (Breiman 1996): each tree learns from rows drawn with replacement and may ask about every column. See <see cref="ColumnFraction"/> for random subspaces.</summary>
/// <example><code>
/// var forest = new BaggingClassifier { Trees = 200, Seed = 1 };
/// forest.Fit(features, labels);
/// float[,] probabilities = forest.PredictProbability(features);
/// </code></example>
public sealed class BaggingClassifier : ForestClassifier
{
    private const string KindName = "bagging classifier";

    /// <summary>A forest with default options.</summary>
    public BaggingClassifier() : base(bootstrap: true)
    {
    }

    private BaggingClassifier(SavedForest saved) : base(saved) => ColumnFraction = saved.Options.ColumnFraction ?? ColumnFraction;

    /// <summary>How many columns each tree sees, drawn anew for it, as a share of all (rounded down, at least one), in (0, 1]. Default 1.</summary>
    public double ColumnFraction
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(ColumnFraction), value, "The share of columns lies in (0, 1].");
    } = 1;

    private protected override double ColumnsPerTree => ColumnFraction;

    private protected override SavedTreeOptions SavedOptions => base.SavedOptions with { ColumnFraction = ColumnFraction };

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no bagging classifier, is damaged, or was written by a newer version.</exception>
    public static BaggingClassifier Load(string path) => ForestFile.Read(KindName, path, saved => new BaggingClassifier(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no bagging classifier, is damaged, or was written by a newer version.</exception>
    public static BaggingClassifier Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new BaggingClassifier(saved));
}
