using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Reorders the axes of each sample (<c>keras.layers.Permute</c>).</summary>
public sealed class Permute : UnaryLayer, IFromConfig<Permute>
{
    private readonly int[] _axes;

    /// <summary>Creates the layer.</summary>
    /// <param name="axes">Which axis goes where, counted from 1, batch left out: <c>new Permute(2, 1)</c> swaps (timesteps, features).</param>
    /// <exception cref="ArgumentException">The axes are not a permutation of 1 … n.</exception>
    public Permute(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        if (!_axes.Order().SequenceEqual(Enumerable.Range(1, _axes.Length)))
            throw new ArgumentException($"Permute got axes ({string.Join(", ", _axes)}). Name each of 1 … {_axes.Length} once; the batch axis is left out.", nameof(axes));
    }

    /// <summary>Which axis goes where, counted from 1.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Count == _axes.Length
            ? new Shape([.. _axes.Select(axis => input[axis - 1])])
            : throw new ShapeException($"{this.Title} got shape {input} but orders {_axes.Length} axes. Name every axis but the batch.");
    }

    /// <inheritdoc/>
    public static Permute FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Permute(config.NeedInts("dims")) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.permute([0, .. _axes.Select(axis => (long)axis)]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["dims"] = new JsonArray([.. _axes.Select(axis => (JsonNode)axis)]);
    }
}
