using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Fathom.Native;

/// <summary>Work on libtorch's own threads, so that its operators and ours do not compete for cores: as many as <c>torch.set_num_threads</c> says.</summary>
/// <remarks>libtorch's stable C interface gives them (<c>torch_parallel_for</c>); where it lacks, .NET's thread pool does.</remarks>
internal static unsafe class TorchThreads
{
    private static readonly delegate* unmanaged<long, long, long, delegate* unmanaged<long, long, void*, void>, void*, int> s_parallelFor = Find();

    /// <summary>Calls <paramref name="body"/> for 0, 1, … on several threads, and returns when all are done.</summary>
    /// <param name="count">How often.</param>
    /// <param name="body">The work.</param>
    public static void For(int count, Action<int> body)
    {
        int threads = count == 1 ? 1 : torch.get_num_threads();
        if (threads == 1)
            for (int i = 0; i < count; i++) body(i);
        else if (s_parallelFor is null) Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
        else
        {
            var work = new Work(body);
            GCHandle handle = GCHandle.Alloc(work);
            try
            {
                if (s_parallelFor(0, count, 1, &Call, (void*)GCHandle.ToIntPtr(handle)) != 0) throw new InvalidOperationException("libtorch could not start its threads.");
            }
            finally
            {
                handle.Free();
            }
            work.Error?.Throw();
        }
    }

    private static delegate* unmanaged<long, long, long, delegate* unmanaged<long, long, void*, void>, void*, int> Find()
    {
        // The first call loads libtorch.
        _ = torch.get_num_threads();
        string name = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        return NativeLibrary.TryLoad(name, out nint library) && NativeLibrary.TryGetExport(library, "torch_parallel_for", out nint address)
            ? (delegate* unmanaged<long, long, long, delegate* unmanaged<long, long, void*, void>, void*, int>)address : null;
    }

    [UnmanagedCallersOnly]
    private static void Call(long begin, long end, void* context)
    {
        var work = (Work)GCHandle.FromIntPtr((nint)context).Target!;
        try
        {
            for (long i = begin; i < end; i++) work.Body((int)i);
        }
#pragma warning disable CA1031 // Nothing may leave through native code; the caller throws it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            work.Error ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    private sealed class Work(Action<int> body)
    {
        public Action<int> Body { get; } = body;

        public ExceptionDispatchInfo? Error { get; set; }
    }
}
