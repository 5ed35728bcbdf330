using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>What the layers share that add places at the ends of axes or take them away. Channels are the last axis and stay.</summary>
public abstract class MarginLayer : UnaryLayer
{
    private readonly Margin[] _margins;

    private protected MarginLayer(Margin[] margins)
    {
        foreach (Margin margin in margins)
            if (margin.Before < 0 || margin.After < 0)
                throw new ArgumentOutOfRangeException(nameof(margins), margin, "A margin is 0 or more at either end: ZeroPadding adds places, Cropping takes them away.");
        _margins = margins;
    }

    private protected MarginLayer(JsonObject config, string key, int axes) : this(Read(config, key, axes))
    {
        SlidingWindow.RequireChannelsLast(config);
        Name = config.LayerName();
        Trainable = config.Get("trainable", true);
    }

    /// <summary>The margins, one for each axis between batch and channels.</summary>
    public IReadOnlyList<Margin> Margins => _margins;

    /// <inheritdoc/>
    protected sealed override bool CastsInputs => false;

    // 1 to add places, -1 to take them away.
    private protected abstract int Sign { get; }

    private protected abstract string Key { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        this.NeedAxes(input, ChannelsLast.Axes(_margins.Length), _margins.Length + 1);
        int[] axes = input.ToArray();
        for (int axis = 0; axis < _margins.Length; axis++)
        {
            if (axes[axis] == Shape.Unknown) continue;
            axes[axis] += Sign * (_margins[axis].Before + _margins[axis].After);
            if (axes[axis] <= 0)
                throw new ShapeException(
                    $"{this.Title} got shape {input}: nothing would be left of an axis of {input[axis]} without {_margins[axis].Before} at the start and " +
                    $"{_margins[axis].After} at the end. Take away less, or give longer inputs.");
        }
        return new Shape(axes);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        JsonArray[] pairs = [.. _margins.Select(margin => new JsonArray(margin.Before, margin.After))];
        config[Key] = pairs.Length == 1 ? pairs[0] : new JsonArray([.. pairs]);
    }

    // Keras takes a number for all, one for each axis, or two for each axis; along a single axis two numbers are its ends.
    private static Margin[] Read(JsonObject config, string key, int axes)
    {
        JsonNode? node = config[key];
        try
        {
            return node switch
            {
                JsonArray ends when axes == 1 => [Pair(ends)],
                JsonArray each when each.Count == axes => [.. each.Select(one => one is JsonArray ends ? Pair(ends) : (int)one!)],
                JsonValue all => [.. Enumerable.Repeat((Margin)(int)all, axes)],
                _ => throw new FormatException(),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentOutOfRangeException or NullReferenceException)
        {
            throw new ModelFormatException($"'{key}' of '{config.LayerName()}' is {node?.ToJsonString() ?? "missing"}, which does not give {axes} pairs of numbers.", e);
        }

        static Margin Pair(JsonArray ends) => ends.Count == 2 ? ((int)ends[0]!, (int)ends[1]!) : throw new FormatException();
    }
}
