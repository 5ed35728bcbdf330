using System.Text.Json;

namespace Fathom.Tabular.Tests;

/// <summary>Numbers of scikit-learn, made by tools/oracles/tabular_ridge.py.</summary>
internal sealed class RidgeFixture
{
    private RidgeFixture(JsonElement root)
    {
        Rows = root.GetProperty("trainRows").GetInt32();
        double[][] x = Doubles2(root.GetProperty("x"));
        double[] y = Doubles(root.GetProperty("y"));
        Train = Matrix(x[..Rows]);
        Test = Matrix(x[Rows..]);
        TrainTargets = y[..Rows];
        Mean = Doubles(root.GetProperty("mean"));
        Scale = Doubles(root.GetProperty("scale"));
        Cases = [.. root.GetProperty("cases").EnumerateArray().Select(element => (
            element.GetProperty("penalty").GetDouble(), Doubles(element.GetProperty("coefficients")),
            element.GetProperty("intercept").GetDouble(), Doubles(element.GetProperty("predictions"))))];
    }

    public static RidgeFixture Load() => new(JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "ridge.json"))).RootElement);

    public int Rows { get; }

    public double[,] Train { get; }

    public double[,] Test { get; }

    public double[] TrainTargets { get; }

    public double[] Mean { get; }

    public double[] Scale { get; }

    public (double Penalty, double[] Coefficients, double Intercept, double[] Predictions)[] Cases { get; }

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static double[][] Doubles2(JsonElement array) => [.. array.EnumerateArray().Select(Doubles)];

    private static double[,] Matrix(double[][] rows)
    {
        var matrix = new double[rows.Length, rows[0].Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
                matrix[row, column] = rows[row][column];
        }

        return matrix;
    }
}
