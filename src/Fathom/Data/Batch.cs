using static TorchSharp.torch;

namespace Fathom.Data;

/// <summary>The tensors of one step. They belong to the loop that made them and are reused: copy what you keep.</summary>
public sealed class Batch
{
    /// <summary>Groups tensors.</summary>
    /// <param name="inputs">One per input of the model, batch first.</param>
    /// <param name="targets">One per output of the model, batch first; none when predicting.</param>
    /// <param name="sampleWeight">(batch), for all outputs, or none.</param>
    public Batch(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets, Tensor? sampleWeight = null) : this(inputs, targets, sampleWeight is null ? [] : [sampleWeight]) { }

    /// <summary>Groups tensors.</summary>
    /// <param name="inputs">One per input of the model, batch first.</param>
    /// <param name="targets">One per output of the model, batch first.</param>
    /// <param name="sampleWeights">(batch) each: none, one for all outputs, or one per output.</param>
    public Batch(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> targets, IReadOnlyList<Tensor> sampleWeights)
    {
        Inputs = inputs;
        Targets = targets;
        SampleWeights = sampleWeights;
        Size = (int)inputs[0].shape[0];
    }

    /// <summary>One tensor per input of the model.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>One tensor per output of the model; none when predicting.</summary>
    public IReadOnlyList<Tensor> Targets { get; }

    /// <summary>How much each sample counts: none for 1 each, one tensor for all outputs, or one per output. See <see cref="WeightOf"/>.</summary>
    public IReadOnlyList<Tensor> SampleWeights { get; }

    /// <summary>The number of samples.</summary>
    public int Size { get; }

    /// <summary>How much each sample counts for an output.</summary>
    /// <param name="output">Its number, counted from 0.</param>
    /// <returns>(batch), or none for 1 each.</returns>
    public Tensor? WeightOf(int output) => SampleWeights.Count switch
    {
        0 => null,
        1 => SampleWeights[0],
        _ => SampleWeights[output],
    };
}
