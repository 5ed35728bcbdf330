using System.Runtime.InteropServices;
using Fathom.Layers;
using Fathom.Native;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>The values of a weight, read where they are.</summary>
internal sealed class WeightStorage(Weight weight) : TensorStorage
{
    public override long Length => (long)sizeof(float) * weight.Size;

    public override void Read(long offset, Span<byte> destination)
    {
        using DisposeScope scope = NewDisposeScope();
        Bytes().Slice(checked((int)offset), destination.Length).CopyTo(destination);
    }

    public override void CopyTo(Stream stream, long offset, long length)
    {
        using DisposeScope scope = NewDisposeScope();
        stream.Write(Bytes().Slice(checked((int)offset), checked((int)length)));
    }

    // Nothing is copied where the weight lies on the CPU.
    private Span<byte> Bytes() => MemoryMarshal.AsBytes(weight.Value.detach().cpu().contiguous().Floats());
}
