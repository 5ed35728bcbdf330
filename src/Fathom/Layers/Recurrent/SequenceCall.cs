using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One call of a cell on a batch of sequences.</summary>
/// <param name="Sequence">(batch, timesteps, …).</param>
/// <param name="InitialStates">Batch first; none for the cell's own.</param>
/// <param name="Context">Training or not.</param>
internal sealed record SequenceCall(Tensor Sequence, IReadOnlyList<Tensor> InitialStates, CallContext Context)
{
    /// <summary>Whether the sequence is read from its end; outputs come in the order read.</summary>
    public bool Backwards { get; init; }

    /// <summary>(batch, timesteps), true where there is data; or none where all is data.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>Whether the output is that of every timestep rather than of the last.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether the final states are wanted.</summary>
    public bool ReturnState { get; init; }

    /// <summary>Whether a timestep without data gives zero rather than the last output again.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>The sequence, with zeros where there is no data: what is skipped may be no number, which a gradient of zero does not undo.</summary>
    public Tensor Data => Mask is null ? Sequence : Sequence.masked_fill(Along(Mask, Sequence).logical_not(), 0);

    /// <summary>The same call with the sequence in the order read.</summary>
    public SequenceCall InOrder => Backwards ? this with { Sequence = Sequence.flip(1), Mask = Mask?.flip(1), Backwards = false } : this;

    /// <summary>Calls a cell on one timestep after the other.</summary>
    /// <param name="inputs">(batch, timesteps, …).</param>
    /// <param name="states">Those before the first timestep.</param>
    /// <param name="step">From a timestep's input and the states to output and states.</param>
    /// <returns>The output, and the final states.</returns>
    public (Tensor Output, IReadOnlyList<Tensor> States) Loop(Tensor inputs, IReadOnlyList<Tensor> states, CellStep step)
    {
        var outputs = new List<Tensor>();
        Tensor? last = null;
        Tensor[]? present = Mask?.unbind(1);
        foreach ((int time, Tensor input) in inputs.unbind(1).Index())
        {
            (Tensor output, IReadOnlyList<Tensor> after) = step(input, states);
            if (present is not null)
            {
                Tensor otherwise = last is null || ZeroOutputForMask ? zeros_like(output) : last, here = present[time];
                output = where(Along(here, output), output, otherwise);
                after = [.. after.Zip(states, (now, before) => where(Along(here, now), now, before))];
            }
            (states, last) = (after, output);
            if (ReturnSequences) outputs.Add(output);
        }
        return (ReturnSequences ? stack(outputs, 1) : last!, states);
    }

    // A mask with axes of length 1 after its own.
    private static Tensor Along(Tensor mask, Tensor values) => mask.reshape([.. mask.shape, .. Enumerable.Repeat(1L, (int)(values.ndim - mask.ndim))]);
}
