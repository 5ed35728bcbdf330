namespace Fathom.Kernels;

/// <summary>The states of one sample: before the first timestep, null for zeros, and where those after the last go, null where not wanted.</summary>
internal unsafe struct InferenceStates
{
    /// <summary>The hidden state before.</summary>
    public float* Hidden;

    /// <summary>The cell state before.</summary>
    public float* Carried;

    /// <summary>The hidden state after.</summary>
    public float* FinalHidden;

    /// <summary>The cell state after.</summary>
    public float* FinalCarried;
}
