namespace Fathom.Saving;

/// <summary>Bytes in memory.</summary>
internal sealed class MemoryStorage(ReadOnlyMemory<byte> bytes) : TensorStorage
{
    public override long Length => bytes.Length;

    public override void Read(long offset, Span<byte> destination) => bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);

    // At once: nothing is copied on the way.
    public override void CopyTo(Stream stream, long offset, long length) => stream.Write(bytes.Span.Slice(checked((int)offset), checked((int)length)));
}
