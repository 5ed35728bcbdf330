using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One call of a recurrent layer: its tensors, and the products every cell needs, as tensor operations.</summary>
/// <param name="Sequence">(batch, timesteps, features).</param>
/// <param name="InitialStates">Each (batch, units); none for zeros.</param>
/// <param name="Kernel">(features, gates · units).</param>
/// <param name="RecurrentKernel">(units, gates · units).</param>
/// <param name="Bias">(gates · units), or (2, gates · units) where state and input have biases of their own.</param>
internal sealed record RecurrentCall(Tensor Sequence, IReadOnlyList<Tensor> InitialStates, Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias)
{
    /// <summary>The number of gates, which lie side by side in the kernels.</summary>
    public required int Gates { get; init; }

    /// <summary>(1 or gates, batch, features) or none.</summary>
    public Tensor? InputMask { get; init; }

    /// <summary>(gates, batch, units) or none.</summary>
    public Tensor? RecurrentMask { get; init; }

    /// <summary>(batch, timesteps), true where there is data; or none where all is data.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Whether the output is that of every timestep rather than of the last.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether the final states are wanted.</summary>
    public bool ReturnState { get; init; }

    /// <summary>Whether a timestep without data gives zero rather than the last output again.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>Whether the sequence is read from its end; outputs come in the order read.</summary>
    public bool Backwards { get; init; }

    /// <summary>Whether the layer is in training: then a run without gradients is one that is computed again with them, and must give the same bits.</summary>
    public bool InTraining { get; init; }

    /// <summary>The tensors that may ask for a gradient.</summary>
    public IEnumerable<Tensor?> Differentiable => [Sequence, Kernel, RecurrentKernel, Bias, .. InitialStates];

    /// <summary>The length of a state.</summary>
    public long Units { get; } = RecurrentKernel.shape[0];

    /// <summary>The bias of the inputs, if any.</summary>
    public Tensor? InputBias => Bias is null || Bias.ndim == 1 ? Bias : Bias[0];

    /// <summary>The bias of the state, where it has one.</summary>
    public Tensor? RecurrentBias => Bias is null || Bias.ndim == 1 ? null : Bias[1];

    /// <summary>A state of zeros.</summary>
    public Tensor ZeroState() => zeros([Sequence.shape[0], Units], dtype: Sequence.dtype, device: Sequence.device);

    /// <summary>What the inputs add to the gates, all timesteps at once: (batch, timesteps, gates · units).</summary>
    public Tensor ProjectInputs()
    {
        Tensor product = InputMask is null ? Sequence.matmul(Kernel)
            : InputMask.shape[0] == 1 ? (Sequence * InputMask[0].unsqueeze(1)).matmul(Kernel)
            : cat([.. Enumerable.Range(0, Gates).Select(gate => (Sequence * InputMask[gate].unsqueeze(1)).matmul(GateColumns(Kernel, gate, 1)))], -1);
        return InputBias is { } bias ? product + bias : product;
    }

    /// <summary>What a state adds to some gates: (batch, count · units).</summary>
    public Tensor ProjectState(Tensor state, int firstGate, int count)
    {
        Tensor product = RecurrentMask is null
            ? state.matmul(GateColumns(RecurrentKernel, firstGate, count))
            : cat([.. Enumerable.Range(firstGate, count).Select(gate => (state * RecurrentMask[gate]).matmul(GateColumns(RecurrentKernel, gate, 1)))], -1);
        return RecurrentBias is { } bias ? product + bias.narrow(0, firstGate * Units, count * Units) : product;
    }

    private Tensor GateColumns(Tensor kernel, int firstGate, int count) => count == Gates ? kernel : kernel.narrow(1, firstGate * Units, count * Units);
}
