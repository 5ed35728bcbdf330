using System.Text.Json;

namespace Fathom.Trees.Tests.Support;

/// <summary>The data sets of tools/oracles/sklearn_trees.py, and scikit-learn's results on them.</summary>
internal sealed record SklearnData(Features Features, double[] Labels, bool Classes)
{
    private static readonly Dictionary<string, SklearnData> Sets = Read("sklearn_data.json").GetProperty("sets").EnumerateObject().ToDictionary(
        set => set.Name, set => new SklearnData(Matrix(set.Value.GetProperty("x")), Numbers(set.Value.GetProperty("y")), set.Value.GetProperty("classes").GetBoolean()));

    internal static JsonElement Results { get; } = Read("sklearn_trees.json");

    internal static IEnumerable<string> Names => Sets.Keys;

    internal static SklearnData Named(string name) => Sets[name];

    internal static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    internal static int[] Whole(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetInt32())];

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file))).RootElement;

    private static Features Matrix(JsonElement rows)
    {
        double[][] values = [.. rows.EnumerateArray().Select(Numbers)];
        return Features.FromRows([.. values.SelectMany(row => row)], values[0].Length);
    }
}
