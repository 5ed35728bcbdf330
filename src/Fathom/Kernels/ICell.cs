namespace Fathom.Kernels;

/// <summary>
/// The cell of a recurrent layer, for batches in lanes. Its pre-activations are rows, in groups of four that the matrix kernels work on; every buffer
/// holds one block of lanes per row.
/// </summary>
internal unsafe interface ICell
{
    /// <summary>How many values per unit are kept from step to step: the state itself, then what spares work on the way back.</summary>
    static abstract int Kept { get; }

    /// <summary>The number of masks that recurrent dropout draws.</summary>
    static abstract int Gates { get; }

    /// <summary>The number of rows of pre-activations, a multiple of four.</summary>
    static abstract int Rows(int units);

    /// <summary>The column of the kernel a row takes its input weights from, or −1 for none.</summary>
    static abstract int KernelColumn(int row, int units);

    /// <summary>The column of the recurrent kernel a row takes its state weights from, or −1 for none.</summary>
    static abstract int RecurrentColumn(int row, int units);

    /// <summary>The places in the bias that are added to a row, or −1 for none.</summary>
    static abstract (int First, int Second) BiasPlaces(int row, int units);

    /// <summary>The gate whose dropout masks a row's group place uses.</summary>
    static abstract int GateOf(int place);

    /// <summary>One step forward.</summary>
    /// <param name="z">Rows: pre-activations; becomes what <see cref="Backward{T}"/> needs of them.</param>
    /// <param name="before">Kept · units rows: the values before the step.</param>
    /// <param name="after">Kept · units rows: receives those after it.</param>
    /// <param name="output">Units rows: receives the new hidden state.</param>
    /// <param name="units">The number of units.</param>
    static abstract void Forward<T>(float* z, float* before, float* after, float* output, int units) where T : unmanaged, ILanes<T>;

    /// <summary>One step back.</summary>
    /// <param name="z">As <see cref="Forward{T}"/> left it.</param>
    /// <param name="before">The values before the step.</param>
    /// <param name="after">The values after it.</param>
    /// <param name="output">Units rows: the gradient of the new hidden state; becomes the part of the old one's that bypasses the matrix products.</param>
    /// <param name="carried">Units rows: the gradient of the new cell state; becomes that of the old one. Zero where the cell has none.</param>
    /// <param name="dz">Rows: receives the gradient of the pre-activations.</param>
    /// <param name="units">The number of units.</param>
    static abstract void Backward<T>(float* z, float* before, float* after, float* output, float* carried, float* dz, int units) where T : unmanaged, ILanes<T>;
}
