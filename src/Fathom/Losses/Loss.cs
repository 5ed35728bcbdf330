using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom;

/// <summary>What training minimises. Definitions and defaults are those of <c>keras.losses</c>.</summary>
public abstract class Loss : IKerasSerializable
{
    /// <summary>Mean of squared differences.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>The name Keras gives the loss, for example <c>mean_squared_error</c>.</summary>
    public virtual string Name => KerasNames.SnakeCase(KerasNames.ClassName(GetType()));

    /// <summary>The loss of every sample: further axes averaged as the loss defines.</summary>
    /// <param name="target">(batch, …), as the loss defines.</param>
    /// <param name="prediction">(batch, …).</param>
    /// <returns>(batch).</returns>
    public abstract Tensor PerSample(Tensor target, Tensor prediction);

    /// <summary>The loss of a batch, a scalar: the mean over samples, or the weighted sum over the batch's size (Keras's <c>sum_over_batch_size</c>).</summary>
    /// <param name="target">(batch, …).</param>
    /// <param name="prediction">(batch, …).</param>
    /// <param name="sampleWeight">(batch), or none.</param>
    /// <returns>A scalar.</returns>
    public virtual Tensor Compute(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        Tensor losses = PerSample(target, prediction);
        return (sampleWeight is null ? losses : losses * sampleWeight).mean();
    }

    /// <summary>Looks once, before training, for targets this loss cannot be computed on.</summary>
    /// <param name="targets">All targets of one output, sample after sample.</param>
    /// <param name="output">The shape of one prediction, batch left out.</param>
    /// <exception cref="ArgumentException">A target is not finite, or not one this loss knows.</exception>
    protected internal virtual void CheckTargets(ReadOnlySpan<float> targets, Shape output)
    {
        for (int i = 0; i < targets.Length; i++)
            if (!float.IsFinite(targets[i]))
                throw new ArgumentException($"Target {i} is {targets[i]}. A model trained on it would be lost: drop or fill such rows first.", nameof(targets));
    }

    /// <inheritdoc/>
    public virtual JsonObject GetConfig() => new() { ["name"] = Name, ["reduction"] = "sum_over_batch_size" };

    /// <summary>Gives the target the prediction's axes where it lacks only a last axis of length 1, as Keras does: (batch) against (batch, 1).</summary>
    /// <param name="target">(batch) or (batch, …).</param>
    /// <param name="prediction">(batch, …).</param>
    /// <returns>The target, in the prediction's axes.</returns>
    /// <exception cref="ShapeException">They cannot be compared.</exception>
    protected Tensor Align(Tensor target, Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        long[] have = target.shape, want = prediction.shape;
        if (have.AsSpan().SequenceEqual(want)) return target;
        if (want.Length == have.Length + 1 && want[^1] == 1 && have.AsSpan().SequenceEqual(want.AsSpan(..^1))) return target.unsqueeze(-1);
        if (have.Length == want.Length + 1 && have[^1] == 1 && want.AsSpan().SequenceEqual(have.AsSpan(..^1))) return target.squeeze(-1);
        throw new ShapeException(
            $"Loss '{Name}' got targets of shape ({string.Join(", ", have)}) for predictions of shape ({string.Join(", ", want)}). Shape the targets like the " +
            "model's output, or change the units of its last layer.");
    }
}
