using System.Globalization;
using System.Text;
using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

// The table Keras users know.
public partial class Model
{
    private const int ChainLength = 88, GraphLength = 100, LeastLength = 40;

    /// <summary>
    /// Prints the layers with their output shapes and parameter counts, as <c>keras.Model.summary</c> does; in plain ASCII where the console is redirected or
    /// <c>NO_COLOR</c> is set. See <see cref="ToSummary"/>.
    /// </summary>
    /// <param name="output">Where to; the console unless given.</param>
    /// <param name="expandNested">Whether to show the layers inside inner models.</param>
    /// <param name="lineLength">Width of the table in characters, at least 40; that of <see cref="ToSummary"/> unless given, or what the console has room for.</param>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The line is too short.</exception>
    public void Summary(TextWriter? output = null, bool expandNested = false, int? lineLength = null)
    {
        bool terminal = output is null && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        if (terminal && Console.WindowWidth > LeastLength + 4) lineLength ??= Math.Min(IsChain ? ChainLength : GraphLength, Console.WindowWidth - 4);
        string text = Describe(expandNested, lineLength, plain: output is null && !terminal);
        output ??= Console.Out;
        output.Write(text.ReplaceLineEndings(output.NewLine));
    }

    /// <summary>
    /// The table of the layers as text: name and class, output shape, number of parameters and, for a model that branches, what each layer is connected to
    /// (layer, call, output). Below stand the totals: those of the model, and once it has trained what its optimizer keeps. Keras adds the latter to its total; here
    /// the total is the model's, <see cref="Layer.ParameterCount"/>. Sizes are those in memory, a KB being 1,024 bytes.
    /// </summary>
    /// <param name="expandNested">Whether to show the layers inside inner models.</param>
    /// <param name="lineLength">Width of the table in characters, at least 40; 88 unless given, 100 for a model that branches. Names that are too long are cut with "…".</param>
    /// <returns>The text, lines ended by a line feed.</returns>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The line is too short.</exception>
    public string ToSummary(bool expandNested = false, int? lineLength = null) => Describe(expandNested, lineLength, plain: false);

    // Layer by layer without branches or sharing: what each is connected to needs no saying.
    private bool IsChain
    {
        get
        {
            if (_graph is null) return true;
            Node[] nodes = [.. _graph.Nodes];
            return _graph.Inputs.Count == 1 && nodes.Select(node => node.Layer).Distinct().Count() == nodes.Length &&
                nodes.Select((node, i) => node.Inputs.Count == 1 && node.Inputs[0].Source == (i == 0 ? _graph.Inputs[0].Source : nodes[i - 1])).All(follows => follows);
        }
    }

    /// <summary>The summary, in plain ASCII on demand.</summary>
    internal string Describe(bool expandNested, int? lineLength, bool plain)
    {
        NeedWeights("ask for its summary");
        bool chain = IsChain;
        int length = lineLength ?? (chain ? ChainLength : GraphLength);
        if (length < LeastLength) throw new ArgumentOutOfRangeException(nameof(lineLength), length, $"A summary needs lines of {LeastLength} characters at least; {ChainLength} is usual.");
        var table = new SummaryTable(!chain, length, plain);
        foreach (Layer layer in Layers.Where(layer => this is not Sequential || layer is not Input)) AddRows(table, layer, chain ? null : Connections(layer), 0, expandNested);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"Model: \"{Name}\"\n");
        table.Write(text);
        long trainable = TrainableWeights.Sum(weight => (long)weight.Size);
        Total(text, "Total", ParameterCount, 4 * ParameterCount);
        Total(text, "Trainable", trainable, 4 * trainable);
        Total(text, "Non-trainable", ParameterCount - trainable, 4 * (ParameterCount - trainable));
        if (_compilation is { Optimizer: { Iterations: > 0 } optimizer })
        {
            (long numbers, int counters) = optimizer.StateSize;
            Total(text, "Optimizer", numbers + counters, 4 * numbers + sizeof(long) * counters);
        }
        return text.ToString();
    }

    private static void AddRows(SummaryTable table, Layer layer, string? connections, int level, bool expandNested)
    {
        string name = level == 0 ? layer.Name : $"{new string(' ', 3 * level)}{table.Branch}{layer.Name}", shape = OutputShape(layer);
        string count = layer.IsBuilt ? layer.ParameterCount.ToString("N0", CultureInfo.InvariantCulture) : "0 (unbuilt)";
        string[] cells = [$"{name} ({KerasNames.ClassName(layer.GetType())})", shape, count];
        table.Add(connections is null ? cells : [.. cells, connections]);
        if (!expandNested || layer is not Model inner) return;
        foreach (Layer within in inner.Layers.Where(within => inner is not Sequential || within is not Input))
            AddRows(table, within, connections is null ? null : "-", level + 1, expandNested);
    }

    private static string OutputShape(Layer layer)
    {
        if (!layer.IsBuilt) return "?";
        IReadOnlyList<Shape> shapes = layer is Input input ? [input.Shape] : layer.ComputeOutputShapes(layer.InputShapes);
        return shapes.Count == 1 ? shapes[0].ToString() : $"[{string.Join(", ", shapes)}]";
    }

    private string Connections(Layer layer)
    {
        Node[] nodes = [.. CallNodes("ask for its summary")];
        var from = nodes.Where(node => node.Layer == layer).SelectMany(node => node.Inputs).Select(input =>
            $"{input.Source.Layer.Name}[{Array.IndexOf([.. nodes.Where(node => node.Layer == input.Source.Layer)], input.Source)}][{input.Index}]");
        return string.Join(", ", from) is { Length: > 0 } connections ? connections : "-";
    }

    private static void Total(StringBuilder text, string what, long count, double bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        int unit = 0;
        for (; bytes >= 1024 && unit < units.Length - 1; unit++) bytes /= 1024;
        text.Append(CultureInfo.InvariantCulture, $" {what} params: {count:N0} ({bytes:0.00} {units[unit]})\n");
    }
}
