namespace Fathom.Saving;

/// <summary>One block of values of a PyTorch file, which several tensors may look into. Its bytes come after the pickle that names it.</summary>
internal sealed class TorchStorage(string key, ElementType type, long count) : TensorStorage
{
    private ReadOnlyMemory<byte> _bytes;

    public string Key => key;

    public ElementType Type => type;

    /// <summary>How many values there are.</summary>
    public long Count => count;

    /// <summary>Whether bytes that belong here have not come.</summary>
    public bool IsEmpty => _bytes.Length != Length;

    public override long Length => checked(count * ElementConversion.SizeOf(type));

    public void Fill(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != Length) throw new InvalidDataException($"the storage '{key}' of {count} values needs {Length} bytes but has {bytes.Length}");
        _bytes = bytes;
    }

    public override void Read(long offset, Span<byte> destination) => _bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
}
