using Fathom.Layers;

namespace Fathom.Optimizers;

/// <summary>One weight on the CPU as an update sees it: values, gradients and running values as spans.</summary>
public readonly ref struct WeightSpans
{
    private readonly ReadOnlySpan<SlotMemory> _slots;
    private readonly int _part;

    internal WeightSpans(Weight weight, Span<float> values, ReadOnlySpan<float> gradients, ReadOnlySpan<SlotMemory> slots, int part)
    {
        Weight = weight;
        Values = values;
        Gradients = gradients;
        _slots = slots;
        _part = part;
    }

    /// <summary>The weight: its name and shape. Its values are to be changed through <see cref="Values"/>.</summary>
    public Weight Weight { get; }

    /// <summary>The values, row-major, then zeros up to a multiple of 16 values, which are to stay zero.</summary>
    public Span<float> Values { get; }

    /// <summary>The gradients, as long as <see cref="Values"/>.</summary>
    public ReadOnlySpan<float> Gradients { get; }

    /// <summary>One kind of running value.</summary>
    /// <param name="slot">Its place among the rule's own slots.</param>
    /// <returns>The values, row-major, padded to a multiple of 16; empty where this weight has none.</returns>
    public Span<float> this[int slot] => _slots[slot].Span(_part);

    /// <summary>The same weight as tensors.</summary>
    internal WeightTensors AsTensors() => new(Weight, Weight.Value, Weight.Value.grad!, _slots.ToArray(), _part);
}
