using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Changes weights against their gradients. Update rules, names and defaults are those of <c>keras.optimizers</c>.</summary>
/// <remarks>
/// One optimizer serves one model. Derive a rule of your own from <see cref="ElementwiseOptimizer"/> where each value goes its own way, or from
/// <see cref="PerWeightOptimizer"/> where a value's step depends on the weight it lies in.
/// </remarks>
public abstract class Optimizer : IKerasSerializable
{
    private protected Optimizer() { }

    /// <summary>The step size, or how it changes over batches. Callbacks may replace it during training.</summary>
    public abstract Schedule LearningRate { get; set; }

    /// <summary>The step size that the next batch is used with.</summary>
    public abstract double CurrentLearningRate { get; }

    /// <summary>The number of steps taken.</summary>
    public abstract long Iterations { get; }

    /// <summary>Whether a moving average of the weights is kept.</summary>
    public abstract bool KeepsAverage { get; }

    /// <summary>The options as Keras writes them.</summary>
    /// <returns>A JSON object.</returns>
    public abstract JsonObject GetConfig();

    /// <summary>Uses one batch's gradients: takes a step, or only gathers them where a step is taken every few batches.</summary>
    /// <param name="parameters">Values and gradients. The gradients are those of the loss that <see cref="ScaleLoss"/> gave; they are changed.</param>
    public void Step(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Step(parameters, parameters.Values.device_type == DeviceType.CPU);
    }

    /// <summary>Makes a loss larger where gradients would otherwise vanish in low precision; the step makes them smaller again.</summary>
    /// <param name="loss">A scalar.</param>
    /// <returns>The loss to compute gradients of.</returns>
    public Tensor ScaleLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossScale == 1 ? loss : loss * LossScale;
    }

    /// <summary>Replaces the weights by their moving average if one is kept: call it when training ends.</summary>
    /// <param name="parameters">The weights.</param>
    public abstract void FinalizeValues(ParameterBuffer parameters);

    /// <summary>Exchanges the weights and their moving average, if one is kept: call it twice to look at the average in between.</summary>
    /// <param name="parameters">The weights.</param>
    public abstract void ExchangeAverage(ParameterBuffer parameters);

    /// <summary>Copies out all that is needed to go on exactly here. Before the first batch there is only the counter and the learning rate.</summary>
    /// <returns>The state; it shares nothing with the optimizer.</returns>
    public abstract OptimizerState ExportState();

    /// <summary>Goes on where another optimizer with the same options stopped. Running values are checked and taken over at the next step if there was none yet.</summary>
    /// <param name="state">What <see cref="ExportState"/> gave.</param>
    /// <exception cref="ArgumentException">The state does not belong to this optimizer or to the model it serves.</exception>
    public abstract void ImportState(OptimizerState state);

    /// <summary>What <see cref="ScaleLoss"/> multiplies the next batch's loss by.</summary>
    internal abstract double LossScale { get; }

    /// <summary>How many single-precision numbers and how many counters Keras lists as the optimizer's variables.</summary>
    internal abstract (long Numbers, int Counters) StateSize { get; }

    /// <summary>Uses one batch's gradients, on the CPU by spans or by tensor operations.</summary>
    internal abstract void Step(ParameterBuffer parameters, bool bySpans);
}
