using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>A rule by which the step of a value depends on the whole weight it lies in: its norm, its rows and columns.</summary>
public abstract class PerWeightOptimizer : SlotOptimizer
{
    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    protected PerWeightOptimizer(Schedule learningRate) : base(learningRate) { }

    /// <summary>Creates an optimizer from the options common to all.</summary>
    /// <param name="config">As <see cref="SlotOptimizer.GetConfig"/> gives them.</param>
    protected PerWeightOptimizer(JsonObject config) : base(config) { }

    /// <summary>Takes a step of one weight over spans.</summary>
    /// <param name="weight">Its values and slots, changed, and its gradients.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(WeightSpans weight, double rate);

    /// <summary>Takes the same step by tensor operations, on any device.</summary>
    /// <param name="weight">Its values and slots, changed in place, and its gradients.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(WeightTensors weight, double rate);

    private protected sealed override BufferBlock[] Cut(ParameterBuffer parameters, bool bySpans) => BufferBlock.PerWeight(parameters, DecayOf);

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Span<float> values, ReadOnlySpan<float> gradients, double rate) =>
        Update(new WeightSpans(parameters.Parts[block.Part].Weight, values, gradients, RuleMemories, block.Part), rate);

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate)
    {
        Weight weight = parameters.Parts[block.Part].Weight;
        long[] shape = [.. weight.Shape.ToArray().Select(axis => (long)axis)];
        Update(new WeightTensors(weight, values.narrow(0, 0, weight.Size).view(shape), gradients.narrow(0, 0, weight.Size).view(shape), RuleMemories.ToArray(), block.Part), rate);
    }
}
