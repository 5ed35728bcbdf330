using System.Runtime.InteropServices;

namespace Fathom.Kernels;

/// <summary>
/// A recurrent layer on one sequence at a time, for predictions that cannot wait for a batch: units lie in lanes, weights are packed once, and a call allocates
/// nothing. One object serves any number of threads, each with working memory of its own.
/// </summary>
/// <remarks>
/// How to use it: ask the cell (<c>VectorCell.NewInference</c>), call <see cref="Load"/> with the weights in Keras's layout whenever they have changed, then
/// <see cref="Run(ReadOnlySpan{float}, int, Span{float}, Span{float}, bool, bool)"/> as often as wanted with <see cref="ScratchLength"/> numbers of memory that the
/// caller keeps. Dropout, masks and states carried between calls are not its business.
/// </remarks>
internal abstract unsafe class RecurrentInference : IDisposable
{
    private protected RecurrentInference(int features, int units, long weights)
    {
        (Features, Units) = (features, units);
        Weights = (float*)NativeMemory.AlignedAlloc((nuint)weights * sizeof(float), 64);
        GC.AddMemoryPressure(Pressure = weights * sizeof(float));
    }

    ~RecurrentInference() => Free();

    /// <summary>Inputs per timestep.</summary>
    public int Features { get; }

    /// <summary>The length of the state.</summary>
    public int Units { get; }

    /// <summary>How many numbers of working memory a call needs; what they hold does not matter.</summary>
    public abstract int ScratchLength { get; }

    private protected float* Weights { get; private set; }

    private long Pressure { get; set; }

    /// <summary>Makes one for the registers of this processor.</summary>
    /// <param name="features">Inputs per timestep.</param>
    /// <param name="units">The length of the state.</param>
    /// <param name="lanes">The lanes of a register; those that suit this processor unless given.</param>
    public static RecurrentInference For<TCell>(int features, int units, int? lanes = null) where TCell : struct, ICell => (lanes ?? Lanes.Count) switch
    {
        16 => new RecurrentInference<Lanes512, TCell>(features, units),
        8 => new RecurrentInference<Lanes256, TCell>(features, units),
        4 => new RecurrentInference<Lanes128, TCell>(features, units),
        _ => new RecurrentInference<Lanes1, TCell>(features, units),
    };

    /// <summary>Packs weights in Keras's layout.</summary>
    /// <param name="kernel">(features, gates · units).</param>
    /// <param name="recurrent">(units, gates · units).</param>
    /// <param name="bias">(gates · units), or (2, gates · units) for a GRU that resets after; empty for none.</param>
    public abstract void Load(ReadOnlySpan<float> kernel, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> bias);

    /// <summary>Reads one sequence, beginning with states of zero.</summary>
    /// <param name="sequence">(steps, features).</param>
    /// <param name="steps">The number of timesteps, at least 1.</param>
    /// <param name="output">Receives the last output (units), or all, (steps, units), in the order read.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> numbers.</param>
    /// <param name="sequences">Whether all outputs are wanted.</param>
    /// <param name="backwards">Whether to read from the end.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Run(ReadOnlySpan<float> sequence, int steps, Span<float> output, Span<float> scratch, bool sequences = false, bool backwards = false)
    {
        if (steps < 1 || sequence.Length < (long)steps * Features || output.Length < (sequences ? (long)steps * Units : Units) || scratch.Length < ScratchLength)
            throw new ArgumentException(
                $"A sequence of {steps} timesteps of {Features} features needs {(long)steps * Features} inputs, {(sequences ? (long)steps * Units : Units)} outputs and " +
                $"{ScratchLength} numbers of working memory; there are {sequence.Length}, {output.Length} and {scratch.Length}.");
        fixed (float* x = sequence, y = output, memory = scratch)
        {
            // Lanes that straddle cache lines cost twice.
            float* aligned = (float*)(((nint)memory + 63) & ~(nint)63);
            Run(backwards ? x + (long)(steps - 1) * Features : x, steps, backwards ? -Features : Features, y, sequences ? Units : 0, new(), aligned);
        }
        // The weights go with it.
        GC.KeepAlive(this);
    }

    /// <summary>Reads one sequence.</summary>
    /// <param name="sequence">The first timestep read.</param>
    /// <param name="steps">The number of timesteps.</param>
    /// <param name="step">From one timestep to the next.</param>
    /// <param name="output">Where the first output goes.</param>
    /// <param name="outputStep">From one output to the next; 0 to keep only the last.</param>
    /// <param name="states">States before and after, null where zero or not wanted.</param>
    /// <param name="scratch">Memory, aligned to cache lines.</param>
    public abstract void Run(float* sequence, int steps, long step, float* output, long outputStep, in InferenceStates states, float* scratch);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Weights);
        Weights = null;
        if (Pressure > 0) GC.RemoveMemoryPressure(Pressure);
        Pressure = 0;
    }
}
