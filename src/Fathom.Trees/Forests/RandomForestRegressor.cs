namespace Fathom.Trees;

/// <summary>A random forest for a numeric target (Breiman 2001): trees on rows drawn with replacement. By default nodes choose among all columns, as in scikit-learn; a third of them, <c>MaxFeatures.Fraction(1 / 3.0)</c>, is Breiman's advice.</summary>
/// <example><code>
/// var forest = new RandomForestRegressor { Trees = 200, Seed = 1 };
/// forest.Fit(features, targets);
/// float[] predictions = forest.Predict(features);
/// </code></example>
public sealed class RandomForestRegressor : ForestRegressor
{
    private const string KindName = "random forest regressor";

    /// <summary>A forest with default options.</summary>
    public RandomForestRegressor() : base(bootstrap: true)
    {
    }

    private RandomForestRegressor(SavedForest saved) : base(saved)
    {
    }

    private protected override string Kind => KindName;

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no random forest regressor, is damaged, or was written by a newer version.</exception>
    public static RandomForestRegressor Load(string path) => ForestFile.Read(KindName, path, saved => new RandomForestRegressor(saved));

    /// <summary>Reads a model that <see cref="TreeEstimator.Save(Stream)"/> wrote.</summary>
    /// <param name="stream">Read to its end; left open.</param>
    /// <exception cref="InvalidDataException">The stream holds no random forest regressor, is damaged, or was written by a newer version.</exception>
    public static RandomForestRegressor Load(Stream stream) => ForestFile.Read(KindName, stream, saved => new RandomForestRegressor(saved));
}
