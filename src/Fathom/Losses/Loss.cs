using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Losses;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom;

/// <summary>What training minimises. Definitions and defaults are those of <c>keras.losses</c>.</summary>
public abstract class Loss : IKerasSerializable
{
    /// <summary>Keeps probabilities off 0 and 1 where their logarithm is taken, as Keras does.</summary>
    internal const double Epsilon = 1e-7;

    /// <summary>Mean of squared differences.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>Mean of absolute differences.</summary>
    public static Loss MeanAbsoluteError { get; } = new MeanAbsoluteError();

    /// <summary>Squared near zero, absolute beyond 1.</summary>
    public static Loss Huber { get; } = new Huber();

    /// <summary>Cross-entropy of probabilities of yes or no.</summary>
    public static Loss BinaryCrossentropy { get; } = new BinaryCrossentropy();

    /// <summary>Cross-entropy of class probabilities against one-hot targets.</summary>
    public static Loss CategoricalCrossentropy { get; } = new CategoricalCrossentropy();

    /// <summary>Cross-entropy of class probabilities against class numbers.</summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCategoricalCrossentropy();

    /// <summary>The name Keras gives the loss, for example <c>mean_squared_error</c>.</summary>
    public virtual string Name => KerasNames.SnakeCase(KerasNames.ClassName(GetType()));

    /// <summary>Whether predictions are unbounded scores that the loss itself turns into probabilities.</summary>
    internal virtual bool TakesLogits => false;

    /// <summary>How the losses of a batch become one number; as Keras does by default, unless set.</summary>
    public LossReduction Reduction { get; init; } = LossReduction.SumOverBatchSize;

    /// <summary>The losses before they are reduced: one per sample, or one per sample and timestep for sequences.</summary>
    /// <param name="target">(batch, …), as the loss defines.</param>
    /// <param name="prediction">(batch, …).</param>
    /// <returns>The prediction's axes without the last; (batch) for predictions of one axis. Some losses say otherwise.</returns>
    public abstract Tensor Unreduced(Tensor target, Tensor prediction);

    /// <summary>The loss of a batch.</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="prediction">(batch, …).</param>
    /// <param name="sampleWeight">How much each sample counts, (batch), or each timestep, (batch, timesteps); 1 each unless given.</param>
    /// <param name="mask">Booleans (batch, timesteps): where there is data. The rest does not count, and the mean is taken over what does.</param>
    /// <returns>A scalar.</returns>
    public Tensor Compute(Tensor target, Tensor prediction, Tensor? sampleWeight = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        // Wide enough to sum in, whatever precision the model computes in.
        if (prediction.dtype is ScalarType.BFloat16 or ScalarType.Float16) prediction = prediction.to(float32);
        if (sampleWeight is null && mask is null && Reduction != LossReduction.Sum && Mean(target, prediction) is Tensor mean) return mean;
        Tensor losses = Unreduced(target, prediction);
        if (Counting(target, losses) is Tensor counting) mask = LossWeighting.Both(mask, counting);
        return LossWeighting.Reduce(losses, sampleWeight, mask, Reduction);
    }

    /// <summary>Which entries count at all, where the loss itself leaves some out; none where all do.</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="losses">As <see cref="Unreduced"/> gave them.</param>
    /// <returns>Booleans of the losses' shape, or none.</returns>
    private protected virtual Tensor? Counting(Tensor target, Tensor losses) => null;

    /// <summary><see cref="Counting"/> for metrics of the same formula.</summary>
    internal Tensor? CountingEntries(Tensor target, Tensor losses) => Counting(target, losses);

    /// <summary>The mean of all losses where one operation gives it; none where only <see cref="Unreduced"/> does.</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="prediction">(batch, …).</param>
    /// <returns>A scalar, or none.</returns>
    private protected virtual Tensor? Mean(Tensor target, Tensor prediction) => null;

    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => new() { ["name"] = Name, ["reduction"] = LossWeighting.NameOf(Reduction) };

    /// <summary>Checks all targets once before training: what would end in a NaN model or a native error is refused here.</summary>
    /// <param name="targets">All targets, sample after sample.</param>
    /// <param name="target">The shape of one target.</param>
    /// <param name="output">The shape of one prediction.</param>
    /// <exception cref="ArgumentException">A target cannot be learned; the message says which, why, and what to do.</exception>
    protected internal virtual void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(output);
        int at = FiniteValues.IndexOfOther(targets);
        if (at < 0) return;
        throw new ArgumentException(
            $"Target {at} is {targets[at]}, which loss '{Name}' cannot learn ({targets.Length} values in all). Fill in or leave out the samples without a target " +
            "before training.", nameof(targets));
    }

    /// <summary>Gives the target the prediction's axes where it lacks only a last axis of length 1, as Keras does: (batch) against (batch, 1).</summary>
    /// <param name="target">(batch) or (batch, …).</param>
    /// <param name="prediction">(batch, …).</param>
    /// <returns>The target, in the prediction's axes.</returns>
    /// <exception cref="ShapeException">They cannot be compared.</exception>
    protected Tensor Align(Tensor target, Tensor prediction) => TargetAlignment.Align(target, prediction, $"Loss '{Name}'");

    /// <summary>Averages over the last axis, as Keras does: what is left is one loss per sample, or per sample and timestep.</summary>
    /// <param name="losses">(batch, …).</param>
    /// <returns>The axes without the last; (batch) as it is.</returns>
    private protected static Tensor MeanOfLast(Tensor losses) => MeanOver(losses, -1);

    /// <summary>Averages over one axis, counted with the batch.</summary>
    /// <param name="losses">(batch, …).</param>
    /// <param name="axis">Not the batch.</param>
    /// <returns>The axes without it; (batch) as it is.</returns>
    private protected static Tensor MeanOver(Tensor losses, int axis) => losses.ndim <= 1 ? losses : losses.mean([axis]);
}
