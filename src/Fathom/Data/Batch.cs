using static TorchSharp.torch;

namespace Fathom.Data;

/// <summary>The tensors of one step. They belong to the loop that made them and are reused: copy what you keep.</summary>
public sealed class Batch
{
    /// <summary>Groups tensors.</summary>
    /// <param name="inputs">One per input of the model, batch first.</param>
    /// <param name="targets">One per output of the model, batch first; none when predicting.</param>
    /// <param name="sampleWeight">(batch), or none.</param>
    public Batch(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets, Tensor? sampleWeight = null)
    {
        Inputs = inputs;
        Targets = targets;
        SampleWeight = sampleWeight;
        Size = (int)inputs[0].shape[0];
    }

    /// <summary>One tensor per input of the model.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>One tensor per output of the model; none when predicting.</summary>
    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>How much each sample counts, or none for 1 each.</summary>
    public Tensor? SampleWeight { get; }

    /// <summary>The number of samples.</summary>
    public int Size { get; }
}
