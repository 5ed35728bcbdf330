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
