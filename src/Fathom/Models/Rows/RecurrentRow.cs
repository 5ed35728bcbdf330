using Fathom.Kernels;

namespace Fathom.Models.Rows;

/// <summary>A recurrent layer, in one direction or in both side by side.</summary>
internal sealed unsafe class RecurrentRow : RowStage
{
    private readonly RecurrentInference _forward;
    private readonly RecurrentInference? _backward;
    private readonly int _steps;
    private readonly bool _sequences, _backwards;

    /// <summary>Takes over the cells.</summary>
    /// <param name="forward">The cell, or that of the forward direction.</param>
    /// <param name="backward">The cell of the other direction, or none.</param>
    /// <param name="steps">How many timesteps.</param>
    /// <param name="sequences">Whether all outputs are wanted.</param>
    /// <param name="backwards">Whether a layer of one direction reads from the end.</param>
    public RecurrentRow(RecurrentInference forward, RecurrentInference? backward, int steps, bool sequences, bool backwards)
        : base((sequences ? steps : 1) * (forward.Units + (backward?.Units ?? 0))) =>
        (_forward, _backward, _steps, _sequences, _backwards) = (forward, backward, steps, sequences, backwards);

    public override int ScratchLength => Math.Max(_forward.ScratchLength, _backward?.ScratchLength ?? 0);

    public override void Run(float* from, float* to, float* scratch)
    {
        int features = _forward.Features, width = _forward.Units + (_backward?.Units ?? 0);
        long last = _steps - 1;
        InferenceStates zero = new();
        _forward.Run(_backwards ? from + last * features : from, _steps, _backwards ? -features : features, to, _sequences ? width : 0, zero, scratch);
        // Its outputs lie where their inputs do, so the last read comes first.
        _backward?.Run(from + last * features, _steps, -features, (_sequences ? to + last * width : to) + _forward.Units, _sequences ? -width : 0, zero, scratch);
    }

    public override void Dispose()
    {
        _forward.Dispose();
        _backward?.Dispose();
        base.Dispose();
    }
}
