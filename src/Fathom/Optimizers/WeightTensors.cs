using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>One weight as an update sees it: values, gradients and running values as tensors of its shape.</summary>
public readonly struct WeightTensors
{
    private readonly SlotMemory[] _slots;
    private readonly int _part;

    internal WeightTensors(Weight weight, Tensor values, Tensor gradients, SlotMemory[] slots, int part)
    {
        Weight = weight;
        Values = values;
        Gradients = gradients;
        _slots = slots;
        _part = part;
    }

    /// <summary>The weight: its name and shape.</summary>
    public Weight Weight { get; }

    /// <summary>The values, to be changed in place.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients.</summary>
    public Tensor Gradients { get; }

    /// <summary>Whether this weight has a kind of running value.</summary>
    /// <param name="slot">Its place among the rule's own slots.</param>
    /// <returns>Whether it has.</returns>
    public bool Has(int slot) => _slots[slot].Keeps(_part);

    /// <summary>One kind of running value, to be changed in place.</summary>
    /// <param name="slot">Its place among the rule's own slots.</param>
    /// <returns>A tensor of the shape the slot gives for this weight.</returns>
    public Tensor this[int slot] => _slots[slot].View(_part);
}
