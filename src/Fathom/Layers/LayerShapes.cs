using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Checks of input shapes that several layers share; each message names the layer, the shape and the mend.</summary>
internal static class LayerShapes
{
    extension(Layer layer)
    {
        /// <summary>How errors name the layer: <c>LSTM 'encoder'</c>.</summary>
        public string Title => $"{KerasNames.ClassName(layer.GetType())} '{layer.Name}'";

        /// <summary>Refuses an input with another number of axes.</summary>
        /// <param name="input">The input's shape.</param>
        /// <param name="axes">The axes wanted, for example <c>(batch, timesteps, features)</c>.</param>
        /// <param name="count">Their number, batch left out.</param>
        public void NeedAxes(Shape input, string axes, int count)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.Count != count)
                throw new ShapeException($"{layer.Title} got shape {input} but takes {axes}. {Mend(input.Count, count)}");
        }

        /// <summary>The axes of an input an option names, counted from the front with the batch, ascending.</summary>
        /// <exception cref="ShapeException">The input has no such axis, or one is the batch.</exception>
        public int[] ResolveAxes(Shape input, Axes axes)
        {
            ArgumentNullException.ThrowIfNull(input);
            int[]? resolved = axes.Resolve(input.Count + 1);
            return resolved is not null && !resolved.Contains(0)
                ? resolved
                : throw new ShapeException($"{layer.Title} got shape {input}, which has no axis {axes} besides the batch. Name axes from 1 to {input.Count}, or count from the end with -1.");
        }

        /// <summary>The lengths of the axes an option names, in ascending order of axes.</summary>
        /// <exception cref="ShapeException">The input has no such axis, or one of unknown length.</exception>
        public int[] LengthsAlong(Shape input, Axes axes)
        {
            int[] lengths = [.. layer.ResolveAxes(input, axes).Select(axis => input[axis - 1])];
            return lengths.Contains(Shape.Unknown)
                ? throw new ShapeException($"{layer.Title} got shape {input}, whose axis {axes} has no known length. Give that axis a length, or set Axis.")
                : lengths;
        }

        /// <summary>Refuses an input whose lengths along some axes are not known, or not those the layer was built for.</summary>
        public void NeedSameLengths(Shape input, Axes axes)
        {
            int[] lengths = layer.LengthsAlong(input, axes);
            if (layer.IsBuilt && layer.LengthsAlong(layer.InputShapes[0], axes) is int[] builtFor && !builtFor.AsSpan().SequenceEqual(lengths))
                throw new ShapeException(
                    $"{layer.Title} got shape {input} but was built for {string.Join(" x ", builtFor)} values along axis {axes}. Check the layers before it, or use a new layer for this input.");
        }

        /// <summary>Refuses an input whose last axis is not known.</summary>
        public void NeedLastAxis(Shape input)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.Count == 0 || input[^1] == Shape.Unknown)
                throw new ShapeException($"{layer.Title} got shape {input}: it needs a last axis of known length. Give the input's last axis a length.");
        }

        /// <summary>Refuses an input whose last axis is not the one the weights were made for.</summary>
        public void NeedSameLastAxis(Shape input, int? builtFor)
        {
            layer.NeedLastAxis(input);
            if (builtFor is { } length && input[^1] != length)
                throw new ShapeException(
                    $"{layer.Title} got shape {input} but was built for last axis {length}. Check the layers before it, or use a new layer for this input.");
        }
    }

    private static string Mend(int have, int want) => have switch
    {
        _ when have == want - 1 => "Add an axis of length 1 with a Reshape, or, where a recurrent layer comes before, set its ReturnSequences.",
        _ when have > want => "Take axes away with a Flatten, Reshape or global pooling before it.",
        _ => "Shape the data so, or put a Reshape before it.",
    };
}
