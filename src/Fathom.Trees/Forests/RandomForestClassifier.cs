namespace Fathom.Trees;

/// <summary>A random forest for classes (Breiman 2001): trees on rows drawn with replacement, whose nodes choose among a few columns. By default the square root of their number.</summary>
/// <example><code>
/// var forest = new RandomForestClassifier { Trees = 200, Seed = 1 };
/// forest.Fit(features, labels);
/// float[,] probabilities = forest.PredictProbability(features);
/// </code></example>
public sealed class RandomForestClassifier : ForestClassifier
{
    private const string KindName = "random forest classifier";

    /// <summary>A forest with default options.</summary>
    public RandomForestClassifier() : base(bootstrap: true) => MaxFeatures = MaxFeatures.Sqrt;

    private RandomForestClassifier(SavedForest saved) : base(saved)
    {
    }

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no random forest classifier, is damaged, or was written by a newer version.</exception>
    public static RandomForestClassifier Load(string path) => ForestFile.Read(KindName, path, saved => new RandomForestClassifier(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no random forest classifier, is damaged, or was written by a newer version.</exception>
    public static RandomForestClassifier Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new RandomForestClassifier(saved));
}
