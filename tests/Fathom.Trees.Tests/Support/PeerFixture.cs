using System.Globalization;
using System.Text.Json;

namespace Fathom.Trees.Tests.Support;

/// <summary>What a peer said about rows, out of Fixtures/interchange.</summary>
internal sealed class PeerFixture
{
    private readonly JsonElement _root;

    private PeerFixture(JsonElement root)
    {
        _root = root;
        Rows = Matrix(root.GetProperty("x"));
    }

    internal float[,] Rows { get; }

    internal IEnumerable<JsonElement> Cases => _root.GetProperty("cases").EnumerateArray();

    internal static PeerFixture Read(string name) => new(JsonDocument.Parse(File.ReadAllText(PathOf(name))).RootElement);

    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "interchange", name);

    internal JsonElement Case(string name) => Cases.First(item => item.GetProperty("name").GetString() == name);

    /// <summary>Rows with codes of categories in the listed columns.</summary>
    internal static Features FeaturesOf(float[,] rows, int[] categorical)
    {
        int count = rows.GetLength(0);
        var columns = new FeatureColumn[rows.GetLength(1)];
        for (int column = 0; column < columns.Length; column++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(row => rows[row, column])];
            columns[column] = categorical.Contains(column)
                ? FeatureColumn.Categories(Array.ConvertAll(values, value => float.IsNaN(value) ? null : ((int)value).ToString(CultureInfo.InvariantCulture)))
                : values;
        }
        return Features.FromColumns(columns);
    }

    internal static int[] Categorical(JsonElement item) => [.. item.GetProperty("categorical").EnumerateArray().Select(column => column.GetInt32())];

    internal static float[,] Matrix(JsonElement rows)
    {
        var matrix = new float[rows.GetArrayLength(), rows[0].GetArrayLength()];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
                matrix[row, column] = rows[row][column].ValueKind == JsonValueKind.Null ? float.NaN : rows[row][column].GetSingle();
        }
        return matrix;
    }

    /// <summary>All numbers of nested arrays, in order.</summary>
    internal static double[] Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flat)] : [element.GetDouble()];

    internal static double[] Scores(GradientBoosting model, float[,] rows)
    {
        var scores = new double[rows.GetLength(0) * model.Predictor.Outputs];
        model.Predictor.Score([.. rows.Cast<float>()], scores);
        return scores;
    }

    internal static float[] Predictions(GradientBoosting model, Features features) => model switch
    {
        GradientBoostingRegressor regressor => regressor.Predict(features),
        GradientBoostingClassifier { Ensemble.Outputs: 1 } classifier => [.. classifier.PredictProbability(features).Cast<float>().Where((_, i) => i % 2 == 1)],
        GradientBoostingClassifier classifier => [.. classifier.PredictProbability(features).Cast<float>()],
        GradientBoostingRanker ranker => ranker.Predict(features),
        GradientBoostingSurvival survival => survival.Predict(features),
        _ => throw new ArgumentException("Of an unknown kind.", nameof(model)),
    };

    internal static void AssertClose(double[] expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"Number {i} is {actual[i]:R}, not {expected[i]:R}.");
    }
}
