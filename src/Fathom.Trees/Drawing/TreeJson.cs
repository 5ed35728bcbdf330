using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Fathom.Trees;

/// <summary>A tree as nested objects, for drawing libraries and other programs.</summary>
internal static class TreeJson
{
    internal static string Write(DecisionTree tree, FeatureSchema schema, string criterion)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Trees may be deeper than the writer's default of 64 levels.
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, MaxDepth = 0, SkipValidation = true, NewLine = "\n" }))
        {
            var words = new TreeWords(tree, schema, 6);
            var waiting = new Stack<(int Node, int Close)>([(0, 0)]);
            while (waiting.TryPop(out (int Node, int Close) next))
            {
                DecisionTreeNode node = tree.Nodes[next.Node];
                Begin(writer, tree, next.Node, criterion);
                if (node.IsLeaf)
                {
                    writer.WriteEndObject();
                    for (int i = 0; i < next.Close; i++)
                    {
                        writer.WriteEndArray();
                        writer.WriteEndObject();
                    }
                    continue;
                }
                Ask(writer, node, schema, words.Left(next.Node));
                waiting.Push((node.Right, next.Close + 1));
                waiting.Push((node.Left, 0));
            }
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Begin(Utf8JsonWriter writer, DecisionTree tree, int index, string criterion)
    {
        DecisionTreeNode node = tree.Nodes[index];
        writer.WriteStartObject();
        writer.WriteNumber("node", index);
        writer.WriteNumber("samples", node.Samples);
        writer.WriteNumber("weight", node.Weight);
        writer.WriteNumber(criterion, node.Impurity);
        writer.WriteStartArray("value");
        foreach (double value in tree.Value(index))
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void Ask(Utf8JsonWriter writer, DecisionTreeNode node, FeatureSchema schema, string question)
    {
        writer.WriteString("question", question);
        writer.WriteString("feature", schema.NameOf(node.Feature));
        if (node.LeftLevels is { } levels)
        {
            writer.WriteStartArray("levels");
            foreach (int code in levels.ToArray())
                writer.WriteStringValue(schema.Levels[node.Feature]![code]);
            writer.WriteEndArray();
        }
        else if (double.IsFinite(node.Threshold))
        {
            writer.WriteNumber("threshold", node.Threshold);
        }
        writer.WriteBoolean("missingLeft", node.MissingLeft);
        writer.WriteStartArray("children");
    }
}
