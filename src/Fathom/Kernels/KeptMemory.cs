using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Fathom.Kernels;

/// <summary>
/// Where a kernel keeps what its way back needs. One per layer: memory fresh from the system costs more time than the kernel itself, so it is used
/// again from step to step, and freed with the layer.
/// </summary>
internal sealed class KeptMemory
{
    private readonly ConcurrentStack<Lease> _free = new();

    /// <summary>Gets memory; what it holds is undefined.</summary>
    /// <param name="length">How many numbers.</param>
    public Lease Rent(long length)
    {
        Lease lease = _free.TryPop(out Lease? free) ? free : new Lease();
        lease.Take(length);
        return lease;
    }

    /// <summary>Gives memory back: from now on it holds nothing of the one who had it, which <see cref="Lease.Uses"/> tells.</summary>
    public void Return(Lease lease)
    {
        lease.End();
        _free.Push(lease);
    }

    /// <summary>One piece of memory.</summary>
    internal sealed unsafe class Lease
    {
        private long _length;

        ~Lease() => Free();

        /// <summary>Where it begins, aligned to a cache line.</summary>
        public float* Pointer { get; private set; }

        /// <summary>How often it was given back.</summary>
        public int Uses { get; private set; }

        public void End() => Uses++;

        public void Take(long length)
        {
            if (length <= _length) return;
            Free();
            Pointer = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
            _length = length;
            GC.AddMemoryPressure(length * sizeof(float));
        }

        private void Free()
        {
            NativeMemory.AlignedFree(Pointer);
            if (_length > 0) GC.RemoveMemoryPressure(_length * sizeof(float));
            _length = 0;
        }
    }
}
