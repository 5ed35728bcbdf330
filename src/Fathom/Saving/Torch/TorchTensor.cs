namespace Fathom.Saving;

/// <summary>A tensor as a pickle describes it.</summary>
internal sealed class TorchTensor
{
    private readonly TorchStorage _storage;
    private readonly long _offset;
    private readonly int[] _shape;
    private readonly long[] _strides;

    /// <summary>Checks that a tensor lies within its storage.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public TorchTensor(TorchView view, long offset, long[] shape, long[] strides)
    {
        string described = $"a tensor of shape ({string.Join(", ", shape)}), strides ({string.Join(", ", strides)}) and offset {offset}";
        if (shape.Length != strides.Length || offset < 0) throw new InvalidDataException($"{described} makes no sense");
        (_storage, _offset, _strides) = (view.Whole, checked(view.Offset + offset), strides);
        long count = 1, last = offset;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] < 0 || strides[axis] < 0) throw new InvalidDataException($"{described} makes no sense");
            count = checked(count * shape[axis]);
            last = checked(last + Math.Max(0, shape[axis] - 1) * strides[axis]);
        }
        // No more values than are stored: an expanded tensor could declare any number of them.
        if (count > 0 && (last >= view.Count || count > view.Count || count > Array.MaxLength)) throw new InvalidDataException($"{described} does not fit into its storage of {view.Count} values");
        _shape = [.. shape.Select(axis => checked((int)axis))];
    }

    public NamedTensor Named(string name) => new(name, _storage.Type, _shape, _storage, _offset * ElementConversion.SizeOf(_storage.Type), _strides);
}
