using System.Globalization;
using System.Text;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;

namespace Fathom.Tests.Onnx;

/// <summary>The table of docs/onnx.md: every public layer, and whether a model with it can be exported.</summary>
internal static class OnnxTable
{
    private static readonly Dictionary<Type, string> Missing = new()
    {
        [typeof(Lambda)] = "code of the program's own",
        [typeof(ConvLSTM1D)] = "ONNX's recurrent operations have no convolutions",
        [typeof(ConvLSTM2D)] = "ONNX's recurrent operations have no convolutions",
        [typeof(ConvLSTM3D)] = "ONNX's recurrent operations have no convolutions",
        [typeof(ConvLSTMCell)] = "ONNX's recurrent operations have no convolutions",
    };

    private static readonly Dictionary<Type, string> Conditions = new()
    {
        [typeof(ActivationLayer)] = "all of Keras's activations; not one of the program's own",
        [typeof(SimpleRNN)] = "not stateful; activations that ONNX has; any mask of timesteps",
        [typeof(LSTM)] = "not stateful; activations that ONNX has; any mask of timesteps",
        [typeof(GRU)] = "not stateful; activations that ONNX has; any mask of timesteps",
        [typeof(RNN)] = "of SimpleRNN, LSTM and GRU cells, also several; as those",
        [typeof(Bidirectional)] = "as the layers inside",
        [typeof(TimeDistributed)] = "as the layer inside; a mask of timesteps",
        [typeof(Discretization)] = "adapted, or with boundaries",
    };

    // Entered by data, or a part of another layer.
    private static readonly Type[] Parts = [typeof(Input), typeof(SimpleRNNCell), typeof(LSTMCell), typeof(GRUCell), typeof(StackedRNNCells)];

    /// <summary>The table, from the assembly as it is.</summary>
    public static string Generate()
    {
        Type[] layers = [.. typeof(Layer).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && typeof(Layer).IsAssignableFrom(type) && !typeof(Model).IsAssignableFrom(type) && !Parts.Contains(type))
            .OrderBy(Plain, StringComparer.Ordinal)];
        var table = new StringBuilder("| layer | exported |\n|---|---|\n");
        foreach (Type type in layers)
        {
            bool missing = Missing.TryGetValue(type, out string? reason), known = OnnxConverters.All.Knows(type);
            if (!known && !missing) throw new InvalidOperationException($"{type.Name} has no converter and no reason: write one, or say in OnnxTable why not.");
            string condition = Conditions.TryGetValue(type, out string? text) ? $"yes: {text}" : type.Name.StartsWith("Adaptive", StringComparison.Ordinal) ? "yes: of images and sequences of known length" : "yes";
            table.Append(CultureInfo.InvariantCulture, $"| `{Plain(type)}` | {(missing ? $"no: {reason}" : condition)} |\n");
        }
        return table.ToString();
    }

    private static string Plain(Type type) => type.Name.Split('`')[0];
}
