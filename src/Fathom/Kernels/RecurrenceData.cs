namespace Fathom.Kernels;

/// <summary>The memory one layer reads and writes in one call of a recurrent kernel, batch first and row-major; null where a thing is not there.</summary>
internal unsafe struct RecurrenceData
{
    /// <summary>(batch, steps, features).</summary>
    public float* Sequence;

    /// <summary>Whether the sequence is read from its end.</summary>
    public bool Backwards;

    /// <summary>Whether outputs lie where their inputs do, rather than in the order read.</summary>
    public bool Aligned;

    /// <summary>(batch, units): the hidden state before the first step.</summary>
    public float* InitialState;

    /// <summary>(batch, units): the cell state before the first step.</summary>
    public float* InitialCarried;

    /// <summary>(batch, steps): not zero where there is data.</summary>
    public byte* StepMask;

    /// <summary>(1 or gates, batch, features).</summary>
    public float* InputMask;

    /// <summary>(gates, batch, units).</summary>
    public float* RecurrentMask;

    /// <summary>Per block, as the plan lays it out.</summary>
    public float* Blocks;

    /// <summary>(batch, slots, width), from this layer's first unit on: the output, or on the way back its gradient.</summary>
    public float* Output;

    /// <summary>Weights for the way forward.</summary>
    public float* Weights;

    /// <summary>State weights for the way back.</summary>
    public float* StateWeights;

    /// <summary>Input weights for the way back.</summary>
    public float* InputWeights;

    /// <summary>(blocks, rows, inner and bias): the weights' gradient, block by block, to be added in order.</summary>
    public float* WeightGradients;

    /// <summary>(batch, steps, features).</summary>
    public float* SequenceGradient;

    /// <summary>(batch, units).</summary>
    public float* InitialStateGradient;

    /// <summary>(batch, units).</summary>
    public float* InitialCarriedGradient;

    /// <summary>Where in the sequence a step reads.</summary>
    public readonly int Time(RecurrencePlan plan, int step) => Backwards ? plan.Steps - 1 - step : step;

    /// <summary>The slot a step's output goes to.</summary>
    public readonly int SlotOf(RecurrencePlan plan, int step) => !plan.Sequences ? 0 : Aligned ? Time(plan, step) : step;
}
