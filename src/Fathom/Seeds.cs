namespace Fathom;

/// <summary>
/// Where every random choice of a program comes from: initial weights, shuffles, dropout. Each consumer draws a seed of its own, so that work
/// side by side does not share a generator and repeats bit for bit at any thread count.
/// </summary>
public static class Seeds
{
    private static readonly AsyncLocal<SeedSequence?> Scoped = new();
    private static SeedSequence s_process = new((ulong)Environment.TickCount64 * 0x9E3779B97F4A7C15 + (ulong)Environment.ProcessId);

    /// <summary>Starts the process's seed sequence anew, so that all that follows repeats.</summary>
    /// <param name="seed">Any number.</param>
    public static void Set(int seed) => s_process = new SeedSequence((ulong)seed);

    /// <summary>
    /// Gives the current flow of control (this thread and what it awaits) a sequence of its own until the result is disposed: for fits that run
    /// side by side.
    /// </summary>
    /// <param name="seed">Any number.</param>
    /// <returns>Ends the scope when disposed.</returns>
    public static IDisposable Use(int seed)
    {
        var scope = new Scope(Scoped.Value);
        Scoped.Value = new SeedSequence((ulong)seed);
        return scope;
    }

    /// <summary>Draws the next seed of the sequence in force.</summary>
    /// <returns>A seed, uniform over all 32-bit numbers.</returns>
    public static int Next() => (Scoped.Value ?? s_process).Next();

    /// <summary>Where the sequence in force is; kept in checkpoints.</summary>
    internal static ulong State
    {
        get => (Scoped.Value ?? s_process).State;
        set => (Scoped.Value ?? s_process).State = value;
    }

    // SplitMix64 (Steele, Lea and Flood 2014): neighbouring seeds give unrelated sequences.
    private sealed class SeedSequence(ulong state)
    {
        private ulong _state = state;

        public ulong State
        {
            get => Volatile.Read(ref _state);
            set => Volatile.Write(ref _state, value);
        }

        public int Next()
        {
            ulong z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(z ^ (z >> 31));
        }
    }

    private sealed class Scope(SeedSequence? outer) : IDisposable
    {
        public void Dispose() => Scoped.Value = outer;
    }
}
