using System.Diagnostics;

namespace Fathom.Benchmarks.Trees;

/// <summary>CPU time of the whole process, all threads, and time by the clock.</summary>
internal readonly struct CpuClock
{
    private readonly TimeSpan _cpu;
    private readonly long _started;

    private CpuClock(TimeSpan cpu, long started)
    {
        _cpu = cpu;
        _started = started;
    }

    internal double Cpu => (Now() - _cpu).TotalSeconds;

    internal double Wall => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    internal static CpuClock Start() => new(Now(), Stopwatch.GetTimestamp());

    private static TimeSpan Now()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
