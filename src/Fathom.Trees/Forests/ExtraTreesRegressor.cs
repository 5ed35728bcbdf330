namespace Fathom.Trees;

/// <summary>Extremely randomised trees for a numeric target (Geurts, Ernst &amp; Wehenkel 2006): nodes choose among random cuts, one of each column; every tree learns from all rows.</summary>
/// <example><code>
/// var forest = new ExtraTreesRegressor { Trees = 200, Seed = 1 };
/// forest.Fit(features, targets);
/// float[] predictions = forest.Predict(features);
/// </code></example>
public sealed class ExtraTreesRegressor : ForestRegressor
{
    private const string KindName = "extra trees regressor";

    /// <summary>A forest with default options.</summary>
    public ExtraTreesRegressor() : base(bootstrap: false)
    {
    }

    private ExtraTreesRegressor(SavedForest saved) : base(saved)
    {
    }

    private protected override Splitter Cuts => Splitter.Random;

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no extra trees regressor, is damaged, or was written by a newer version.</exception>
    public static ExtraTreesRegressor Load(string path) => ForestFile.Read(KindName, path, saved => new ExtraTreesRegressor(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no extra trees regressor, is damaged, or was written by a newer version.</exception>
    public static ExtraTreesRegressor Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new ExtraTreesRegressor(saved));
}
