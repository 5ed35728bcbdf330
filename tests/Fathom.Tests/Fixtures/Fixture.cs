using System.Text.Json.Nodes;

namespace Fathom.Tests.Fixtures;

/// <summary>Reference numbers that a script under tools/oracles made.</summary>
internal static class Fixture
{
    public static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)))!;

    public static float[] Floats(this JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<float>())];

    public static double[] Doubles(this JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<double>())];
}
