using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>The geometry of a window sliding along one axis.</summary>
/// <param name="Size">How many inputs it takes in.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Dilation">How far apart its inputs are.</param>
/// <param name="Padding">What it sees beyond the ends.</param>
internal readonly record struct SlidingWindow(int Size, int Stride, int Dilation, WindowPadding Padding)
{
    /// <summary>How many places it spans.</summary>
    public int Span => (Size - 1) * Dilation + 1;

    /// <summary>The number of outputs, zero or less where the input is too short.</summary>
    public int OutputLength(int length) => length == Shape.Unknown ? Shape.Unknown
        : Padding == WindowPadding.Valid ? (length - Span + Stride) / Stride
        : (length + Stride - 1) / Stride;

    /// <summary>How many places to add before and after an input.</summary>
    public (int Before, int After) Pads(int length)
    {
        if (Padding == WindowPadding.Valid) return (0, 0);
        if (Padding == WindowPadding.Causal) return (Span - 1, 0);
        int total = Math.Max((OutputLength(length) - 1) * Stride + Span - length, 0);
        return (total / 2, total - total / 2);
    }

    /// <summary>The output's length along one axis of a layer's input.</summary>
    /// <exception cref="ShapeException">The input is too short.</exception>
    public int CheckedOutputLength(Layer layer, Shape input, int axis)
    {
        int output = OutputLength(input[axis]);
        return output > 0 || output == Shape.Unknown
            ? output
            : throw new ShapeException(
                $"{layer.Title} got shape {input}: its window spans {Span} along an axis of {input[axis]}. Use a smaller window, WindowPadding.Same, or longer inputs.");
    }

    /// <summary>The name Keras gives a padding.</summary>
    public static string NameOf(WindowPadding padding) => padding switch { WindowPadding.Valid => "valid", WindowPadding.Same => "same", _ => "causal" };

    /// <summary>Reads a padding.</summary>
    public static WindowPadding ReadPadding(JsonObject config) => config.Get("padding", "valid") switch
    {
        "valid" => WindowPadding.Valid,
        "same" => WindowPadding.Same,
        "causal" => WindowPadding.Causal,
        string other => throw new ModelFormatException($"There is no padding '{other}'; it is valid, same or causal."),
    };

    /// <summary>Reads one number per axis; a bare number stands for all axes.</summary>
    public static int[] ReadAxes(JsonObject config, string key, int axes, int otherwise)
    {
        if (config[key] is not JsonArray) return [.. Enumerable.Repeat(config.Get(key, otherwise), axes)];
        int[] values = config.NeedInts(key);
        return values.Length == axes ? values : throw new ModelFormatException($"'{key}' of '{config.LayerName()}' holds {values.Length} numbers, not {axes}.");
    }

    /// <summary>Refuses layouts with channels in front.</summary>
    public static void RequireChannelsLast(JsonObject config)
    {
        if (config.Get("data_format", "channels_last") != "channels_last")
            throw new ModelFormatException($"The layer '{config.LayerName()}' has its channels first; only channels last is known here. Save the model with data_format=\"channels_last\".");
    }
}
