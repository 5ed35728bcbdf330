namespace Fathom.Optimizers;

/// <summary>A stretch of the flat buffer, of whole cache lines.</summary>
/// <param name="Start">The first value, a multiple of 16.</param>
/// <param name="End">One past the last value, a multiple of 16.</param>
internal readonly record struct BufferRun(int Start, int End)
{
    private const int Line = 16;

    // Memory is read ahead where it is read on: to pass over less costs as much as it saves.
    private const int ShortestGap = 2048;

    /// <summary>The number of values; none or less where there are none.</summary>
    public int Length => End - Start;

    /// <summary>The part of it that lies in a range.</summary>
    public BufferRun Within(BufferRun range) => new(Math.Max(Start, range.Start), Math.Min(End, range.End));

    /// <summary>Adds values to runs, which are in order; the new ones come last.</summary>
    public static void Add(List<BufferRun> runs, int start, int end)
    {
        (start, end) = (start / Line * Line, (end + Line - 1) / Line * Line);
        if (runs.Count > 0 && start - runs[^1].End < ShortestGap) runs[^1] = runs[^1] with { End = end };
        else runs.Add(new BufferRun(start, end));
    }
}
