namespace Fathom.Saving;

/// <summary>Where the bytes of one or several tensors lie.</summary>
internal abstract class TensorStorage
{
    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>Copies bytes out.</summary>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Hands bytes on.</summary>
    public virtual void CopyTo(Stream stream, long offset, long length)
    {
        byte[] piece = new byte[(int)Math.Min(length, 1 << 20)];
        for (long at = 0; at < length; at += piece.Length)
        {
            Span<byte> bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, length - at));
            Read(offset + at, bytes);
            stream.Write(bytes);
        }
    }
}
