using Fathom.Layers;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>The values of one slot for all weights of a model, in one flat tensor.</summary>
internal sealed class SlotMemory : IDisposable
{
    // Per weight: where its values begin, and how many there are (none where the weight has no such value).
    private readonly int[] _offsets, _sizes;
    private readonly int[]?[] _shapes;
    private readonly nint _address;

    public SlotMemory(Slot slot, ParameterBuffer parameters)
    {
        Slot = slot;
        (_offsets, _sizes, _shapes, int length) = Layout(slot, parameters);
        using var scope = NewDisposeScope();
        Values = full([length], slot.InitialValue, dtype: float32, device: parameters.Values.device).DetachFromDisposeScope();
        if (Values.device_type == DeviceType.CPU && length > 0) _address = Start(Values); // Native memory: it never moves.
    }

    public Slot Slot { get; }

    /// <summary>All values, one axis; laid out as the flat buffer unless the slot has shapes of its own.</summary>
    public Tensor Values { get; }

    /// <summary>Where the values begin, on the CPU.</summary>
    public nint Address => _address;

    /// <summary>A stretch of the values on the CPU.</summary>
    public unsafe Span<float> Stretch(int start, int length) => new((float*)_address + start, length);

    /// <summary>The shape Keras lists for a weight; none where there is no such value.</summary>
    public int[]? ShapeFor(int part) => _shapes[part];

    /// <summary>Whether the values of a weight are kept, not derived.</summary>
    public bool Keeps(int part) => _sizes[part] > 0;

    /// <summary>The values of a weight on the CPU; padded with those of <see cref="Slot.InitialValue"/> to a multiple of 16.</summary>
    public unsafe Span<float> Span(int part) => new((float*)_address + _offsets[part], Padded(_sizes[part]));

    /// <summary>The values of a weight in their own shape.</summary>
    public Tensor View(int part) => Values.narrow(0, _offsets[part], _sizes[part]).view([.. _shapes[part]!.Select(axis => (long)axis)]);

    /// <summary>Copies the values of a weight out.</summary>
    public float[] Read(int part)
    {
        using var scope = NewDisposeScope();
        return Values.narrow(0, _offsets[part], _sizes[part]).cpu().data<float>().ToArray();
    }

    /// <summary>Overwrites the values of a weight.</summary>
    public void Write(int part, ReadOnlySpan<float> values)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = Values.narrow(0, _offsets[part], _sizes[part]).copy_(tensor(values.ToArray()));
    }

    /// <summary>Whether the values belong to weights of the same shapes on the same device.</summary>
    public bool Fits(ParameterBuffer parameters)
    {
        (int[] offsets, _, int[]?[] shapes, int length) = Layout(Slot, parameters);
        return length == Values.NumberOfElements && Values.device_type == parameters.Values.device_type && offsets.AsSpan().SequenceEqual(_offsets) &&
            shapes.Zip(_shapes).All(pair => pair.First is null ? pair.Second is null : pair.Second is not null && pair.First.AsSpan().SequenceEqual(pair.Second));
    }

    public void Dispose() => Values.Dispose();

    private static (int[] Offsets, int[] Sizes, int[]?[] Shapes, int Length) Layout(Slot slot, ParameterBuffer parameters)
    {
        int count = parameters.Parts.Count, length = 0;
        int[] offsets = new int[count], sizes = new int[count];
        int[]?[] shapes = new int[]?[count];
        for (int part = 0; part < count; part++)
        {
            (Weight weight, int home) = parameters.Parts[part];
            shapes[part] = slot.Shape is null ? weight.Shape.ToArray() : slot.Shape(weight);
            sizes[part] = shapes[part] is null || slot.IsDerived?.Invoke(weight) == true ? 0 : shapes[part]!.Aggregate(1, (product, axis) => product * axis);
            offsets[part] = slot.Shape is null && slot.IsDerived is null ? home : length;
            length = offsets[part] + Padded(sizes[part]);
        }
        return (offsets, sizes, shapes, length);
    }

    private static int Padded(int size) => (size + 15) / 16 * 16;

    private static unsafe nint Start(Tensor values)
    {
        fixed (float* start = values.Floats()) return (nint)start;
    }
}
