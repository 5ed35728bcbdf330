using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// Connectionist temporal classification: the negative log likelihood of a sequence of classes, summed over all ways to spread it over the timesteps
/// (Graves et al. 2006). One loss per sample.
/// </summary>
/// <remarks>
/// Predictions are logits (batch, timesteps, classes), targets class numbers (batch, labels). Class 0 is the blank, and fills targets up at their end: real
/// classes are 1 … classes − 1. All timesteps of a sample take part. These are the conventions of Keras.
/// </remarks>
public sealed class CTC : Loss, IFromConfig<CTC>
{
    internal override bool TakesLogits => true;

    /// <inheritdoc/>
    public static CTC FromConfig(JsonObject config) => new() { Reduction = LossWeighting.Read(config) };

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        if (target.ndim != 2 || prediction.ndim != 3 || target.shape[0] != prediction.shape[0])
            throw new ShapeException(
                $"Loss '{Name}' got targets of shape ({string.Join(", ", target.shape)}) for predictions of shape ({string.Join(", ", prediction.shape)}). Give class " +
                "numbers (batch, labels), filled up with 0, for logits (batch, timesteps, classes).");
        Tensor labels = target.to(int64), lengths = labels.ne(0).sum(-1);
        Tensor steps = full([prediction.shape[0]], prediction.shape[1], int64, prediction.device);
        return nn.functional.ctc_loss(nn.functional.log_softmax(prediction, -1).transpose(0, 1), labels, steps, lengths, blank: 0, reduction: nn.Reduction.None);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape target, Shape output)
    {
        base.CheckTargets(targets, target, output);
        if (target.Count != 1 || output.Count != 2)
            throw new ArgumentException(
                $"Loss '{Name}' needs one row of class numbers per sample and (timesteps, classes) as output, but targets have shape {target} and the model gives {output}.", nameof(target));
        TargetChecks.ClassNumbers(Name, targets, output[1]);
        int width = target[0], timesteps = output[0];
        for (int row = 0; row < targets.Length / width; row++)
        {
            ReadOnlySpan<float> labels = targets.Slice(row * width, width);
            int end = labels.IndexOf(0f), length = end < 0 ? width : end, needed = length;
            if (labels[length..].ContainsAnyExcept(0f))
                throw new ArgumentException(
                    $"Loss '{Name}' takes 0 for the blank that fills targets up at their end, but in target {row} a class follows a 0. Number the classes from 1.", nameof(targets));
            // Between two equal labels there must be a blank.
            for (int i = 1; i < length; i++) needed += labels[i] == labels[i - 1] ? 1 : 0;
            if (timesteps != Shape.Unknown && needed > timesteps)
                throw new ArgumentException(
                    $"Loss '{Name}' cannot spread the {length} labels of target {row} over {timesteps} timesteps: {needed} are needed. Give the model more timesteps, or shorten " +
                    "the targets.", nameof(targets));
        }
    }
}
