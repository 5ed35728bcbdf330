using System.Text.Json;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Interchange;

/// <summary>
/// Models of ours in the formats of XGBoost and LightGBM. The files are committed, and tools/oracles/trees_interchange_reads.py asked both libraries what they predict
/// with them (Fixtures/interchange/reads.json): what is written now must equal those files byte for byte.
/// Run with FATHOM_WRITE_FIXTURES set to the folder Fixtures/interchange of the sources, and then the script, to make all anew.
/// </summary>
public class WritingTests
{
    private static readonly PeerFixture Peer = PeerFixture.Read("xgboost.json");

    public static TheoryData<string> Cases => ["squared", "logistic", "softmax", "poisson", "quantile", "huber", "gamma", "tweedie", "ranking", "categories", "statistics"];

    [Theory, MemberData(nameof(Cases))]
    public void Both_libraries_read_what_is_written(string name)
    {
        if (Environment.GetEnvironmentVariable("FATHOM_WRITE_FIXTURES") is { Length: > 0 } folder)
            WriteFixtures(name, folder);
        GradientBoosting model = Load(PeerFixture.PathOf($"fathom_{name}.json"));
        AssertWritten($"fathom_{name}.xgboost.json", stream => XgboostModel.Write(model, stream));
        AssertWritten($"fathom_{name}.xgboost.ubj", stream => XgboostModel.Write(model, stream, XgboostFormat.Ubjson));
        AssertWritten($"fathom_{name}.lightgbm.txt", stream => LightGbmModel.Write(model, stream));

        JsonElement reads = JsonDocument.Parse(File.ReadAllText(PeerFixture.PathOf("reads.json"))).RootElement;
        double[] scores = PeerFixture.Scores(model, Peer.Rows);
        JsonElement item = reads.GetProperty("cases").GetProperty(name);
        PeerFixture.AssertClose(scores, PeerFixture.Flat(item.GetProperty("xgboost_json")), 1e-6);
        PeerFixture.AssertClose(scores, PeerFixture.Flat(item.GetProperty("xgboost_ubj")), 1e-6);
        PeerFixture.AssertClose(scores, PeerFixture.Flat(item.GetProperty("lightgbm")), 1e-10);
        float[] predictions = PeerFixture.Predictions(model, PeerFixture.FeaturesOf(Peer.Rows, Categorical(name)));
        double[] expected = Array.ConvertAll(predictions, value => (double)value);
        PeerFixture.AssertClose(expected, PeerFixture.Flat(item.GetProperty("xgboost_predictions")), 1e-6);
        PeerFixture.AssertClose(expected, PeerFixture.Flat(item.GetProperty("lightgbm_predictions")), 1e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_is_written_comes_back(string name)
    {
        GradientBoosting model = Load(PeerFixture.PathOf($"fathom_{name}.json"));
        double[] scores = PeerFixture.Scores(model, Peer.Rows);
        PeerFixture.AssertClose(scores, PeerFixture.Scores(XgboostModel.Read(PeerFixture.PathOf($"fathom_{name}.xgboost.json")), Peer.Rows), 1e-6);
        PeerFixture.AssertClose(scores, PeerFixture.Scores(XgboostModel.Read(PeerFixture.PathOf($"fathom_{name}.xgboost.ubj")), Peer.Rows), 1e-6);
        PeerFixture.AssertClose(scores, PeerFixture.Scores(LightGbmModel.Read(PeerFixture.PathOf($"fathom_{name}.lightgbm.txt")), Peer.Rows), 1e-12);
    }

    /// <summary>XGBoost has no linear leaves.</summary>
    [Fact]
    public void LightGBM_reads_linear_leaves()
    {
        const string Name = "linear";
        if (Environment.GetEnvironmentVariable("FATHOM_WRITE_FIXTURES") is { Length: > 0 } folder)
            WriteFixtures(Name, folder);
        GradientBoosting model = Load(PeerFixture.PathOf($"fathom_{Name}.json"));
        Assert.Contains(model.Ensemble.Trees, tree => tree.Nodes.Any(node => node.Linear is not null));
        AssertWritten($"fathom_{Name}.lightgbm.txt", stream => LightGbmModel.Write(model, stream));
        JsonElement item = JsonDocument.Parse(File.ReadAllText(PeerFixture.PathOf("reads.json"))).RootElement.GetProperty("cases").GetProperty(Name);
        double[] scores = PeerFixture.Scores(model, Peer.Rows);
        PeerFixture.AssertClose(scores, PeerFixture.Flat(item.GetProperty("lightgbm")), 1e-10);
        PeerFixture.AssertClose(scores, PeerFixture.Flat(item.GetProperty("lightgbm_predictions")), 1e-10);
        GradientBoosting again = LightGbmModel.Read(PeerFixture.PathOf($"fathom_{Name}.lightgbm.txt"));
        PeerFixture.AssertClose(scores, PeerFixture.Scores(again, Peer.Rows), 1e-12);
        Assert.Contains("LinearLeaves = false", Assert.Throws<NotSupportedException>(() => XgboostModel.Write(model, Stream.Null)).Message);
    }

    [Fact]
    public void What_the_others_cannot_say_is_refused()
    {
        GradientBoosting zeros = LightGbmModel.Read(PeerFixture.PathOf("lightgbm_zero_as_missing.txt"));
        Assert.Contains("zeros count as missing", Assert.Throws<NotSupportedException>(() => XgboostModel.Write(zeros, Stream.Null)).Message);
        GradientBoosting survival = XgboostModel.Read(PeerFixture.PathOf("xgboost_cox.json"));
        Assert.Contains("cox", Assert.Throws<NotSupportedException>(() => LightGbmModel.Write(survival, Stream.Null)).Message);
        Assert.Throws<InvalidOperationException>(() => LightGbmModel.Write(new GradientBoostingRegressor(), Stream.Null));
    }

    private static void AssertWritten(string file, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        Assert.Equal(File.ReadAllBytes(PeerFixture.PathOf(file)), stream.ToArray());
    }

    private static GradientBoosting Load(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("kind").GetString() switch
    {
        "gradient boosting regressor" => GradientBoostingRegressor.Load(path),
        "gradient boosting ranker" => GradientBoostingRanker.Load(path),
        _ => GradientBoostingClassifier.Load(path),
    };

    private static int[] Categorical(string name) => name is "categories" or "statistics" ? [4, 5] : [];

    private static void WriteFixtures(string name, string folder)
    {
        GradientBoosting model = Fit(name);
        model.Save(Path.Combine(folder, $"fathom_{name}.json"));
        if (!model.LinearLeaves)
        {
            XgboostModel.Write(model, Path.Combine(folder, $"fathom_{name}.xgboost.json"));
            XgboostModel.Write(model, Path.Combine(folder, $"fathom_{name}.xgboost.ubj"), XgboostFormat.Ubjson);
        }
        LightGbmModel.Write(model, Path.Combine(folder, $"fathom_{name}.lightgbm.txt"));
        foreach (string file in Directory.GetFiles(folder, $"fathom_{name}.*"))
            File.Copy(file, PeerFixture.PathOf(Path.GetFileName(file)), overwrite: true);
    }

    private static GradientBoosting Fit(string name)
    {
        Features features = CodedFeatures(Categorical(name));
        double[] targets = [.. Enumerable.Range(0, Peer.Rows.GetLength(0)).Select(Target)];
        if (name is "logistic" or "softmax")
        {
            var classifier = new GradientBoostingClassifier { Trees = 6, Growth = TreeGrowth.LeafWise, MaxLeaves = 9 };
            double[] sorted = [.. targets.Order()];
            int classes = name == "softmax" ? 3 : 2;
            classifier.Fit(features, Array.ConvertAll(targets, target => classes * Array.BinarySearch(sorted, target) / sorted.Length));
            return classifier;
        }
        if (name == "ranking")
        {
            var ranker = new GradientBoostingRanker { Trees = 6, MaxDepth = 3, Places = 5 };
            ranker.Fit(new BoostingData(features, Array.ConvertAll(targets, target => Math.Clamp(Math.Round(target + 2), 0, 4))) { Groups = [.. Enumerable.Repeat(15, 10)] });
            return ranker;
        }
        var regressor = new GradientBoostingRegressor
        {
            Trees = 6, MaxDepth = name == "linear" ? 3 : 4, LearningRate = 0.3, LinearLeaves = name == "linear", MinLeafRows = name == "linear" ? 8 : null,
            Objective = name switch
            {
                "poisson" => Objective.Poisson,
                "gamma" => Objective.Gamma,
                "tweedie" => Objective.Tweedie(1.3),
                "quantile" => Objective.Quantile(0.2),
                "huber" => Objective.Huber(0.8),
                _ => Objective.SquaredError,
            },
            Categories = name == "statistics" ? CategoryHandling.OrderedStatistics : CategoryHandling.Splits,
        };
        regressor.Fit(features, name switch
        {
            "poisson" or "tweedie" => Array.ConvertAll(targets, target => Math.Floor(Math.Exp(target / 2))),
            "gamma" => Array.ConvertAll(targets, target => Math.Exp(target / 2)),
            _ => targets,
        });
        return regressor;
    }

    private static double Target(int row)
    {
        double At(int column) => float.IsNaN(Peer.Rows[row, column]) ? -1 : Peer.Rows[row, column];
        return At(0) * At(1) + Math.Sin(2 * At(2)) + 0.4 * At(3) + (At(4) == 2 ? 1 : 0) + Math.Cos(3 * At(5)) + row * 1e-6;
    }

    /// <summary>The rows with categories whose codes are the numbers that the peers see.</summary>
    private static Features CodedFeatures(int[] categorical)
    {
        string[] levels = [.. Enumerable.Range(0, 40).Select(code => $"{code}")];
        int count = Peer.Rows.GetLength(0);
        return Features.FromColumns([.. Enumerable.Range(0, 6).Select(column =>
        {
            float[] values = [.. Enumerable.Range(0, count).Select(row => Peer.Rows[row, column])];
            return categorical.Contains(column)
                ? FeatureColumn.Categories(Array.ConvertAll(values, value => float.IsNaN(value) ? -1 : (int)value), levels, $"column {column}")
                : FeatureColumn.Numbers(values, $"column {column}");
        })]);
    }
}
