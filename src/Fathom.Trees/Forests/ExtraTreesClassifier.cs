namespace Fathom.Trees;

/// <summary>Extremely randomised trees for classes (Geurts, Ernst &amp; Wehenkel 2006): nodes choose among random cuts of a few columns, by default the square root of their number; every tree learns from all rows.</summary>
/// <example><code>
/// var forest = new ExtraTreesClassifier { Trees = 200, Seed = 1 };
/// forest.Fit(features, labels);
/// float[,] probabilities = forest.PredictProbability(features);
/// </code></example>
public sealed class ExtraTreesClassifier : ForestClassifier
{
    private const string KindName = "extra trees classifier";

    /// <summary>A forest with default options.</summary>
    public ExtraTreesClassifier() : base(bootstrap: false) => MaxFeatures = MaxFeatures.Sqrt;

    private ExtraTreesClassifier(SavedForest saved) : base(saved)
    {
    }

    private protected override Splitter Cuts => Splitter.Random;

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no extra trees classifier, is damaged, or was written by a newer version.</exception>
    public static ExtraTreesClassifier Load(string path) => ForestFile.Read(KindName, path, saved => new ExtraTreesClassifier(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no extra trees classifier, is damaged, or was written by a newer version.</exception>
    public static ExtraTreesClassifier Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new ExtraTreesClassifier(saved));
}
