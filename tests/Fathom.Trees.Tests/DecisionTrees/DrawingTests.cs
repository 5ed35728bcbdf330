using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.DecisionTrees;

/// <summary>Drawings are read back and asked for predictions, which must be those of the tree.</summary>
public class DrawingTests
{
    private const int Count = 300;

    private static readonly RandomRows Rows = RandomRows.Draw(seed: 21, count: Count, columns: 3);

    private static readonly string?[] Sectors = [.. Enumerable.Range(0, Count).Select(row => row % 11 == 0 ? null : ((string[])["bank & trust", "<energy>", "mining", "\"tech\""])[row * 7 % 4])];

    private static readonly Features Mixed = Features.FromColumns([.. Rows.Features.Columns, FeatureColumn.Categories(Sectors, "sector")]);

    private static readonly double[] Targets = [.. Rows.Targets.Select((target, row) => target + (Sectors[row] is "mining" or null ? 2 : 0))];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Json_holds_the_whole_tree()
    {
        DecisionTreeRegressor model = Fitted(Mixed, maxDepth: 6);
        using JsonDocument json = JsonDocument.Parse(model.ToJson());
        JsonElement[] nodes = [.. All(json.RootElement)];
        Assert.Equal(Enumerable.Range(0, model.Tree.Nodes.Count), nodes.Select(node => node.GetProperty("node").GetInt32()).Order());
        Assert.Contains(nodes, node => node.TryGetProperty("levels", out _));
        foreach (JsonElement node in nodes)
        {
            DecisionTreeNode own = model.Tree.Nodes[node.GetProperty("node").GetInt32()];
            Assert.Equal(own.Samples, node.GetProperty("samples").GetInt32());
            Assert.Equal(own.IsLeaf, !node.TryGetProperty("children", out JsonElement children));
            if (own.IsLeaf)
                continue;
            Assert.Equal(own.Samples, children.EnumerateArray().Sum(child => child.GetProperty("samples").GetInt32()));
            Assert.Equal([own.Left, own.Right], children.EnumerateArray().Select(child => child.GetProperty("node").GetInt32()));
            if (node.TryGetProperty("threshold", out JsonElement threshold))
                Assert.Equal(own.Threshold, threshold.GetDouble());
        }
        float[] predictions = [.. Enumerable.Range(0, Count).Select(row => (float)Descend(json.RootElement, row))];
        Assert.Equal(model.Predict(Mixed).Select(value => (float)value), predictions);
    }

    [Fact]
    public void Text_holds_the_whole_tree()
    {
        DecisionTreeRegressor model = Fitted(Rows.Features, maxDepth: 6);
        string[] lines = model.ToText(decimals: 9).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int leaves = model.Tree.Nodes.Count(node => node.IsLeaf);
        Assert.Equal(model.Tree.Nodes.Count - 1 + leaves, lines.Length);
        Assert.Equal(leaves, lines.Count(line => line.Contains("value: ", StringComparison.Ordinal)));
        double[] expected = [.. model.Predict(Rows.Features).Select(value => (double)value)];
        double[] predictions = [.. Enumerable.Range(0, Count).Select(row => Follow(lines, row))];
        Assert.Equal(expected, predictions, (one, other) => Math.Abs(one - other) < 1e-6);
    }

    [Fact]
    public void Text_sums_up_what_is_deeper_than_asked_for()
    {
        DecisionTreeRegressor model = Fitted(Rows.Features, maxDepth: 6);
        string[] lines = model.ToText(maxDepth: 1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains("truncated branch of depth", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(Regex.Count(line, @"\|"), 1, 3));
    }

    [Theory, InlineData(1), InlineData(3), InlineData(6)]
    public void Pictures_hold_a_box_for_each_node_and_an_edge_for_each_child(int maxDepth)
    {
        DecisionTreeRegressor model = Fitted(Mixed, maxDepth: 6);
        var picture = XDocument.Parse(model.ToSvg(decimals: 3, maxDepth: maxDepth));
        int[] depths = Depths(model.Tree);
        int[] drawn = [.. Enumerable.Range(0, depths.Length).Where(node => depths[node] <= maxDepth)];
        string[] boxes = [.. picture.Descendants(Svg + "g").Select(box => box.Element(Svg + "title")!.Value)];
        Assert.Equal(drawn.Length, boxes.Length);
        Assert.Equal(drawn.Length - 1, picture.Descendants(Svg + "path").Count(path => (string?)path.Attribute("class") == "edge"));
        Assert.Equal(drawn.Count(node => model.Tree.Nodes[node].IsLeaf), boxes.Count(box => box.StartsWith("leaf:", StringComparison.Ordinal)));
        foreach (int node in drawn)
        {
            DecisionTreeNode own = model.Tree.Nodes[node];
            Assert.Contains(boxes, box => box.EndsWith($"{own.Samples} {(own.Samples == 1 ? "row" : "rows")}", StringComparison.Ordinal));
            if (!own.IsLeaf && own.LeftLevels is null && double.IsFinite(own.Threshold))
                Assert.Contains(boxes, box => box.StartsWith(string.Create(CultureInfo.InvariantCulture, $"f{own.Feature} <= {own.Threshold:F3}: "), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Pictures_stay_inside_their_frame_and_escape_names()
    {
        var model = new DecisionTreeClassifier { MaxDepth = 4 };
        model.Fit(Mixed, Array.ConvertAll(Targets, target => target > 1 ? 1 : 0));
        XElement root = XDocument.Parse(model.ToSvg(classNames: ["<hold>", "\"buy\" & keep"])).Root!;
        Assert.Contains(root.Descendants(Svg + "text"), text => text.Value.Contains("<hold>", StringComparison.Ordinal));
        Assert.Contains(root.Descendants(Svg + "text"), text => text.Value.Contains("\"buy\" & keep", StringComparison.Ordinal));
        double width = Number(root, "width"), height = Number(root, "height");
        foreach (XElement box in root.Descendants(Svg + "rect"))
        {
            Assert.InRange(Number(box, "x"), 0, width - Number(box, "width"));
            Assert.InRange(Number(box, "y"), 0, height - Number(box, "height"));
        }
    }

    private static DecisionTreeRegressor Fitted(Features features, int maxDepth)
    {
        var model = new DecisionTreeRegressor { MaxDepth = maxDepth, MinSamplesLeaf = 3 };
        model.Fit(features, Targets);
        return model;
    }

    private static IEnumerable<JsonElement> All(JsonElement node) =>
        node.TryGetProperty("children", out JsonElement children) ? [node, .. children.EnumerateArray().SelectMany(All)] : [node];

    private static double Descend(JsonElement node, int row)
    {
        while (node.TryGetProperty("children", out JsonElement children))
        {
            string feature = node.GetProperty("feature").GetString()!;
            bool missingLeft = node.GetProperty("missingLeft").GetBoolean();
            bool left;
            if (feature == "sector")
                left = Sectors[row] is { } level ? node.GetProperty("levels").EnumerateArray().Any(item => item.GetString() == level) : missingLeft;
            else
                left = Value(feature, row) <= node.GetProperty("threshold").GetDouble();
            node = children[left ? 0 : 1];
        }
        return node.GetProperty("value")[0].GetDouble();
    }

    private static double Follow(string[] lines, int row)
    {
        for (int line = 0, depth = 1; line < lines.Length; line++)
        {
            if (Regex.Count(lines[line], @"\|") != depth)
                continue;
            string words = lines[line][(lines[line].IndexOf("--- ", StringComparison.Ordinal) + 4)..];
            if (Regex.Match(words, @"value: \[?(-?[\d.]+)") is { Success: true } value)
                return double.Parse(value.Groups[1].Value, CultureInfo.InvariantCulture);
            if (Holds(words, row))
                depth++;
        }
        return double.NaN;
    }

    private static bool Holds(string words, int row)
    {
        Match question = Regex.Match(words, @"^(?<feature>\S+) (?<sign><=|>) +(?<threshold>-?[\d.]+)$");
        float value = Value(question.Groups["feature"].Value, row);
        double threshold = double.Parse(question.Groups["threshold"].Value, CultureInfo.InvariantCulture);
        return question.Groups["sign"].Value == "<=" ? value <= threshold : value > threshold;
    }

    private static float Value(string feature, int row) => Rows.Values[row, int.Parse(feature[1..], CultureInfo.InvariantCulture)];

    private static int[] Depths(DecisionTree tree)
    {
        var depths = new int[tree.Nodes.Count];
        for (int node = 0; node < depths.Length; node++)
        {
            if (!tree.Nodes[node].IsLeaf)
                depths[tree.Nodes[node].Left] = depths[tree.Nodes[node].Right] = depths[node] + 1;
        }
        return depths;
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
