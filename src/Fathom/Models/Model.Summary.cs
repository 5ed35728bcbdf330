using System.Globalization;
using Fathom.Layers;

namespace Fathom.Models;

// The table Keras users know.
public partial class Model
{
    /// <summary>Prints the layers with their output shapes and parameter counts.</summary>
    /// <param name="output">Where to; the console unless given.</param>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    public void Summary(TextWriter? output = null)
    {
        NeedWeights("ask for its summary");
        output ??= Console.Out;
        bool branched = _graph is not null && _graph.Nodes.Any(node => node.Inputs.Count != 1);
        string[] header = branched ? ["Layer (type)", "Output Shape", "Param #", "Connected to"] : ["Layer (type)", "Output Shape", "Param #"];
        List<string[]> rows = [.. SummaryRows().Select(row => branched ? row : row[..3])];
        int[] widths = [.. header.Select((title, column) => Math.Max(title.Length, rows.Max(row => row[column].Length)) + 2)];
        int width = widths.Sum();
        output.WriteLine($"Model: \"{Name}\"");
        output.WriteLine(new string('_', width));
        output.WriteLine(Line(header));
        output.WriteLine(new string('=', width));
        foreach (string[] row in rows) output.WriteLine(Line(row));
        output.WriteLine(new string('=', width));
        long trainable = TrainableWeights.Sum(weight => (long)weight.Size);
        output.WriteLine(Total("Total params", ParameterCount));
        output.WriteLine(Total("Trainable params", trainable));
        output.WriteLine(Total("Non-trainable params", ParameterCount - trainable));

        // Counts stand at the right of their column, as numbers should.
        string Line(string[] cells) => string.Concat(cells.Select((cell, column) => column == 2 ? cell.PadLeft(widths[2] - 2) + "  " : cell.PadRight(widths[column]))).TrimEnd();
    }

    private IEnumerable<string[]> SummaryRows()
    {
        if (_graph is null)
        {
            foreach (Layer layer in Layers)
                if (layer is not Input)
                    yield return Row(layer, layer.IsBuilt ? string.Join(", ", layer.ComputeOutputShapes(layer.InputShapes)) : "?", "");
            yield break;
        }
        var shown = new HashSet<Layer>();
        foreach (Node node in _graph.Inputs.Select(input => input.Source).Concat(_graph.Nodes))
            if (shown.Add(node.Layer))
                yield return Row(node.Layer, string.Join(", ", node.Outputs.Select(made => made.Shape)), string.Join(", ", node.Inputs.Select(input => input.Source.Layer.Name)));
    }

    private static string[] Row(Layer layer, string shape, string from) =>
        [$"{layer.Name} ({layer.GetType().Name})", shape, layer.ParameterCount.ToString("N0", CultureInfo.InvariantCulture), from];

    private static string Total(string title, long count) => string.Create(CultureInfo.InvariantCulture, $"{title}: {count:N0} ({Bytes(count * sizeof(float))})");

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.00} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.00} MB"),
    };
}
