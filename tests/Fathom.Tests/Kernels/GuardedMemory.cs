using System.Runtime.InteropServices;

namespace Fathom.Tests.Kernels;

/// <summary>
/// Memory whose borders are watched: on Linux each buffer lies between two pages that nobody may touch, at the end of its own, so that one number too far ends the
/// process; elsewhere, and before a buffer's begin, a border of known numbers tells.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int None = 0, ReadWrite = 3, PrivateAnonymous = 0x22, Border = 64;
    private const float Poison = -7.25e17f;
    private readonly List<(nint Start, nuint Size, nint Buffer, nint Before, nint After)> _buffers = [];

    /// <summary>A buffer, filled with numbers no result should depend on.</summary>
    public float* Take(long length)
    {
        long page = Environment.SystemPageSize, size = Math.Max(length, 1) * sizeof(float), data = (size + Border * sizeof(float) + page - 1) / page * page;
        float* buffer;
        if (OperatingSystem.IsLinux())
        {
            nint start = Map(0, (nuint)(data + 2 * page), ReadWrite, PrivateAnonymous, -1, 0);
            Assert.True(start != -1, "mmap failed");
            Assert.Equal(0, Protect(start, (nuint)page, None));
            Assert.Equal(0, Protect(start + (nint)(page + data), (nuint)page, None));
            nint first = start + (nint)page, end = first + (nint)data;
            buffer = (float*)(end - (nint)size);
            _buffers.Add((start, (nuint)(data + 2 * page), (nint)buffer, first, end));
        }
        else
        {
            nint start = (nint)NativeMemory.Alloc((nuint)(size + 2 * Border * sizeof(float)));
            buffer = (float*)start + Border;
            _buffers.Add((start, 0, (nint)buffer, start, (nint)(buffer + Math.Max(length, 1)) + Border * sizeof(float)));
        }
        (nint _, nuint _, nint at, nint before, nint after) = _buffers[^1];
        for (float* number = (float*)before; number < (float*)after; number++) *number = number >= (float*)at && number < (float*)at + length ? float.NaN : Poison;
        return buffer;
    }

    /// <summary>A buffer with a copy of some numbers.</summary>
    public float* Take(ReadOnlySpan<float> numbers)
    {
        float* buffer = Take(numbers.Length);
        numbers.CopyTo(new Span<float>(buffer, numbers.Length));
        return buffer;
    }

    /// <summary>Whether nothing was written outside the buffers.</summary>
    public bool IsIntact(long[] lengths)
    {
        foreach (((nint _, nuint _, nint buffer, nint before, nint after), long length) in _buffers.Zip(lengths))
        {
            for (float* number = (float*)before; number < (float*)buffer; number++) if (*number != Poison) return false;
            for (float* number = (float*)buffer + length; number < (float*)after; number++) if (*number != Poison) return false;
        }
        return true;
    }

    public void Dispose()
    {
        foreach ((nint start, nuint size, nint _, nint _, nint _) in _buffers)
        {
            if (size > 0) _ = Unmap(start, size);
            else NativeMemory.Free((void*)start);
        }
        _buffers.Clear();
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
