using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Fathom.Kernels;

/// <summary>Working memory of the current thread, aligned to cache lines, kept from call to call. One at a time per thread.</summary>
[SuppressMessage("Design", "CA1816", Justification = "Disposing only hands the memory back; the finalizer frees it with the thread.")]
internal sealed unsafe class Scratch : IDisposable
{
    /// <summary>Where this thread's memory comes from instead, one call per part: for tests that watch its borders.</summary>
    [ThreadStatic]
    internal static Func<long, nint>? Source;

    [ThreadStatic]
    private static Scratch? t_own;

    private float* _memory;
    private long _length, _used;

    private Scratch() { }

    ~Scratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>Gets memory; what it holds is undefined.</summary>
    /// <param name="length">The most numbers that will be taken.</param>
    public static Scratch Rent(long length)
    {
        Scratch scratch = t_own ?? new Scratch();
        t_own = null;
        // Each part taken begins a cache line, and no kernel takes more than sixteen.
        length += 16 * 16;
        if (scratch._length < length)
        {
            NativeMemory.AlignedFree(scratch._memory);
            scratch._memory = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
            scratch._length = length;
        }
        scratch._used = 0;
        return scratch;
    }

    /// <summary>The next part.</summary>
    public float* Take(long length)
    {
        if (Source is not null) return (float*)Source(length);
        float* part = _memory + _used;
        _used += (length + 15) / 16 * 16;
        return _used <= _length ? part : throw new InvalidOperationException($"Scratch of {_length} numbers was asked for {_used}: a kernel rents less than it takes.");
    }

    /// <summary>Gives the memory back to the thread.</summary>
    public void Dispose() => t_own = this;
}
