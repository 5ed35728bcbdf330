namespace Fathom.Saving;

/// <summary>Where the bytes of one or several tensors lie.</summary>
internal abstract class TensorStorage
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Copies bytes out.</summary>
    public abstract void Read(long offset, Span<byte> destination);
}
