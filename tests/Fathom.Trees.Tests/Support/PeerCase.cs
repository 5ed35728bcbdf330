using System.Text.Json;

namespace Fathom.Trees.Tests.Support;

/// <summary>A peer's predictions of its training rows, with the rows and the options.</summary>
internal sealed class PeerCase(JsonElement fixture)
{
    internal static PeerCase Read(string file, string name) => new(JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file))).RootElement
        .GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name));

    internal Features Features { get; } = Features.FromRows(Matrix(fixture.GetProperty("x")));

    internal double[] Labels { get; } = Numbers(fixture.GetProperty("y"));

    internal float[]? Weights { get; } = fixture.GetProperty("weights") is { ValueKind: JsonValueKind.Array } weights
        ? Array.ConvertAll(Numbers(weights), weight => (float)weight)
        : null;

    internal int[]? Groups { get; } = fixture.TryGetProperty("groups", out JsonElement groups) && groups.ValueKind == JsonValueKind.Array
        ? Array.ConvertAll(Numbers(groups), size => (int)size)
        : null;

    internal double[] Predictions { get; } = Numbers(fixture.GetProperty("predictions"));

    internal int Rounds { get; } = fixture.GetProperty("rounds").GetInt32();

    internal double Margin => fixture.GetProperty("margin").GetDouble();

    internal BoostingData Data => new(Features, Labels) { Weights = Weights, Groups = Groups };

    internal double Option(string name) => fixture.GetProperty("options").GetProperty(name).GetDouble();

    /// <summary>Every prediction within a tolerance relative to its size where that is above 1.</summary>
    internal void AssertSame(float[] predictions, double tolerance)
    {
        Assert.Equal(Predictions.Length, predictions.Length);
        for (int row = 0; row < predictions.Length; row++)
            Assert.Equal(Predictions[row], predictions[row], tolerance * Math.Max(1, Math.Abs(Predictions[row])));
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static float[,] Matrix(JsonElement rows)
    {
        var matrix = new float[rows.GetArrayLength(), rows[0].GetArrayLength()];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
                matrix[row, column] = rows[row][column].ValueKind == JsonValueKind.Null ? float.NaN : rows[row][column].GetSingle();
        }
        return matrix;
    }
}
