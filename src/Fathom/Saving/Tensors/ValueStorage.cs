using System.Runtime.InteropServices;

namespace Fathom.Saving;

/// <summary>Numbers in memory.</summary>
internal sealed class ValueStorage(ReadOnlyMemory<float> values) : TensorStorage
{
    public override long Length => (long)sizeof(float) * values.Length;

    public override void Read(long offset, Span<byte> destination) => MemoryMarshal.AsBytes(values.Span).Slice(checked((int)offset), destination.Length).CopyTo(destination);

    public override void CopyTo(Stream stream, long offset, long length) => stream.Write(MemoryMarshal.AsBytes(values.Span).Slice(checked((int)offset), checked((int)length)));
}
