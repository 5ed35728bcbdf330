using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Fathom.Native;

/// <summary>The memory of CPU tensors as spans.</summary>
internal static class TensorMemory
{
    /// <summary>The values of a contiguous float32 CPU tensor; valid while the tensor lives.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
