namespace Fathom.Kernels;

/// <summary>The sizes of one call of a recurrent kernel, and where things lie. Buffers are measured in rows of one block of lanes each.</summary>
/// <param name="Batch">Samples.</param>
/// <param name="Steps">Timesteps.</param>
/// <param name="Features">Inputs per timestep.</param>
/// <param name="Units">The length of the state.</param>
internal sealed record RecurrencePlan(int Batch, int Steps, int Features, int Units)
{
    /// <summary>The lanes of a block: two registers.</summary>
    public required int Block { get; init; }

    /// <summary>Groups of four rows of pre-activations.</summary>
    public required int Groups { get; init; }

    /// <summary>The rows of the state, that of whole groups.</summary>
    public required int States { get; init; }

    /// <summary>Rows kept per timestep besides the state.</summary>
    public required int Kept { get; init; }

    /// <summary>Whether the way back needs what became of the pre-activations.</summary>
    public required bool KeepsRows { get; init; }

    /// <summary>Whether the candidates read the state through the reset gate, and so have operands of their own.</summary>
    public required bool ResetsBefore { get; init; }

    /// <summary>Whether inputs or state go through masks.</summary>
    public required bool Masked { get; init; }

    /// <summary>Whether each gate sees inputs and state through masks of its own.</summary>
    public required bool PerGate { get; init; }

    /// <summary>Whether every timestep is kept for the way back, or only the last two.</summary>
    public required bool Training { get; init; }

    /// <summary>Whether the layer is only asked, and not in training, where the same bits must come with gradients and without.</summary>
    public bool Asked { get; init; }

    /// <summary>Whether the state of every timestep is an output.</summary>
    public required bool Sequences { get; init; }

    /// <summary>Whether the final state is an output after those of the timesteps.</summary>
    public required bool WithState { get; init; }

    /// <summary>Whether the carried state is an output, after the others.</summary>
    public required bool WithCarried { get; init; }

    /// <summary>Whether a mask names timesteps to skip.</summary>
    public required bool Padded { get; init; }

    /// <summary>Whether a skipped timestep gives zero rather than the last output again.</summary>
    public required bool ZeroOutput { get; init; }

    /// <summary>The number of layers that read the sequence side by side: 1, or 2 for both directions.</summary>
    public required int Directions { get; init; }

    /// <summary>The states per sample in the output.</summary>
    public int Slots => (Sequences ? Steps : 1) + (WithState ? 1 : 0) + (WithCarried ? 1 : 0);

    /// <summary>Where the final state is among them.</summary>
    public int StateSlot => Slots - (WithCarried ? 2 : 1);

    /// <summary>The length of a slot.</summary>
    public int Width => Directions * Units;

    /// <summary>Rows of pre-activations per timestep.</summary>
    public int Rows => 4 * Groups;

    /// <summary>The operands of a step's products: state and inputs.</summary>
    public int Inner => States + Features;

    /// <summary>The gradients of all rows, each that of its operands' weights and then of its bias.</summary>
    public int GradientSize => Rows * (Inner + 1);

    /// <summary>The number of copies of the masks.</summary>
    public int Copies => PerGate ? 4 : 1;

    /// <summary>The number of blocks.</summary>
    public int Blocks => (Batch + Block - 1) / Block;

    /// <summary>Rows of one timestep's operands, those of the candidates last.</summary>
    public int Operands => ResetsBefore ? 2 * Inner : Inner;

    /// <summary>Numbers of a group's packed weights: bias, state, inputs.</summary>
    public int GroupSize => 4 * (1 + States + Features);

    /// <summary>Numbers kept per block.</summary>
    public long BlockSize => MasksAt + (Masked ? (long)Copies * Inner * Block : 0);

    /// <summary>Where the masks begin, laid out as the operands of a step, a copy for each place in a group where gates have masks of their own.</summary>
    public long MasksAt => Block * ((long)Times(Steps + 1) * (Operands + Kept) + (Training && KeepsRows ? (long)Steps * Rows : Rows));

    /// <summary>Where the operands of a timestep begin; the first of them are the state before it.</summary>
    public long OperandsAt(int step) => (long)Place(step) * Operands * Block;

    /// <summary>Where the kept values before a timestep begin.</summary>
    public long KeptAt(int step) => ((long)Times(Steps + 1) * Operands + (long)Place(step) * Kept) * Block;

    /// <summary>Where the pre-activations of a timestep begin.</summary>
    public long RowsAt(int step) => ((long)Times(Steps + 1) * (Operands + Kept) + (Training && KeepsRows ? (long)step * Rows : 0)) * Block;

    private int Times(int steps) => Training ? steps : Math.Min(steps, 2);

    private int Place(int step) => Training ? step : step & 1;
}
