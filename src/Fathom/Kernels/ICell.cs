namespace Fathom.Kernels;

/// <summary>
/// The cell of a recurrent layer. Its pre-activations are rows, in groups of four that the matrix kernels work on; every row is a run of lanes, whether
/// samples lie in them (training) or units (one sample at a time).
/// </summary>
internal unsafe interface ICell
{
    /// <summary>How many values per unit are kept from step to step besides h: the carried state itself, then what spares work on the way back.</summary>
    static abstract int Kept { get; }

    /// <summary>The number of masks that recurrent dropout draws.</summary>
    static abstract int Gates { get; }

    /// <summary>The number of units that share a group of four rows.</summary>
    static abstract int GroupUnits { get; }

    /// <summary>Whether the candidate, place 2 of a group, reads the state through the reset gate, place 1, so that its product comes second.</summary>
    static abstract bool ResetsBefore { get; }

    /// <summary>The place of a group whose rows take nothing from the state, or −1.</summary>
    static abstract int WithoutState { get; }

    /// <summary>The place of a group whose rows take nothing from the inputs, or −1.</summary>
    static abstract int WithoutInputs { get; }

    /// <summary>The column of the kernel a row takes its input weights from, or −1 for none.</summary>
    static abstract int KernelColumn(int row, int units);

    /// <summary>The column of the recurrent kernel a row takes its state weights from, or −1 for none.</summary>
    static abstract int RecurrentColumn(int row, int units);

    /// <summary>The places in the bias that are added to a row, or −1 for none.</summary>
    static abstract (int First, int Second) BiasPlaces(int row, int units);

    /// <summary>The gate whose dropout masks a row's group place uses.</summary>
    static abstract int GateOf(int place);

    /// <summary>One step forward for one register of one group.</summary>
    /// <param name="rows">Four rows: the pre-activations; become what <see cref="Backward{T}"/> needs of them, if it is wanted.</param>
    /// <param name="before">The kept values before the step.</param>
    /// <param name="after">Receives those after it; may be <paramref name="before"/>.</param>
    /// <param name="past">The hidden state before the step.</param>
    /// <param name="output">Receives the hidden state after it.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="keeps">Whether there will be a way back.</param>
    static abstract void Forward<T>(float* rows, float* before, float* after, float* past, float* output, int stride, bool keeps)
        where T : unmanaged, ILanes<T>;

    /// <summary>One step back for one register of one group.</summary>
    /// <param name="rows">As <see cref="Forward{T}"/> left them.</param>
    /// <param name="before">The kept values before the step.</param>
    /// <param name="after">The kept values after it.</param>
    /// <param name="past">The hidden state before the step.</param>
    /// <param name="output">The hidden state after it.</param>
    /// <param name="gradient">The gradient of the new hidden state; becomes the part of the old one's that bypasses the matrix products.</param>
    /// <param name="carried">The gradient of the new cell state; becomes that of the old one. Zero where the cell has none.</param>
    /// <param name="dz">Four rows: receives the gradient of the pre-activations.</param>
    /// <param name="stride">The distance between rows.</param>
    static abstract void Backward<T>(float* rows, float* before, float* after, float* past, float* output, float* gradient, float* carried, float* dz, int stride)
        where T : unmanaged, ILanes<T>;
}
