using System.Text.Json.Nodes;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>A rule by which each value goes its own way, so that the whole model is one pass over memory.</summary>
public abstract class ElementwiseOptimizer : SlotOptimizer
{
    // Where the slots begin, in native memory.
    private nint[] _addresses = [];

    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    protected ElementwiseOptimizer(Schedule learningRate) : base(learningRate) { }

    /// <summary>Creates an optimizer from the options common to all.</summary>
    /// <param name="config">As <see cref="SlotOptimizer.GetConfig"/> gives them.</param>
    protected ElementwiseOptimizer(JsonObject config) : base(config) { }

    /// <summary>Takes a step in one pass over memory. Called for one stretch of the weights after another.</summary>
    /// <param name="values">The weights; changed. Their number is a multiple of 16.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">Their running values, in the order of <see cref="SlotOptimizer.RuleSlots"/>; changed.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate);

    /// <summary>Takes the same step by tensor operations, on any device. Called for one stretch of the weights after another.</summary>
    /// <param name="values">The weights; changed in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The running values, in the order of <see cref="SlotOptimizer.RuleSlots"/>; changed in place.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate);

    private protected sealed override BufferBlock[] Cut(ParameterBuffer parameters, bool bySpans)
    {
        _addresses = [.. RuleMemories.ToArray().Select(memory => memory.Address)];
        return BufferBlock.Cut(parameters, DecayOf, bySpans ? BufferBlock.Cached : int.MaxValue);
    }

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Span<float> values, ReadOnlySpan<float> gradients, double rate) =>
        Update(values, gradients, new SlotSpans(_addresses, block.Start, block.Length), rate);

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate)
    {
        var slots = new Tensor[_addresses.Length];
        for (int i = 0; i < slots.Length; i++) slots[i] = RuleMemories[i].Values.narrow(0, block.Start, block.Length);
        Update(values, gradients, slots, rate);
    }
}
