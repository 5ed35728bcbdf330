using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>−ln p of the true class, averaged over further axes; targets are class numbers 0 … classes − 1.</summary>
/// <remarks>
/// Targets (batch, …) or (batch, …, 1), predictions (batch, …, classes). Probabilities are brought to sum 1 and kept in [10⁻⁷, 1 − 10⁻⁷]. With
/// <see cref="FromLogits"/> there is no such limit.
/// </remarks>
public sealed class SparseCategoricalCrossentropy : Loss, IFromConfig<SparseCategoricalCrossentropy>
{
    /// <summary>Whether predictions are logits, the model's last layer having no softmax; otherwise they are probabilities.</summary>
    public bool FromLogits { get; init; }

    internal override bool TakesLogits => FromLogits;

    /// <inheritdoc/>
    public static SparseCategoricalCrossentropy FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SparseCategoricalCrossentropy { FromLogits = config.Get("from_logits", false) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["ignore_class"] = null;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        Tensor classes = TargetAlignment.ClassNumbers(target, prediction, $"Loss '{Name}'");
        Tensor logarithms = Crossentropy.LogProbabilities(prediction, FromLogits, Epsilon);
        return -logarithms.gather(-1, classes.unsqueeze(-1)).squeeze(-1);
    }

    /// <inheritdoc/>
    protected internal override void CheckTargets(ReadOnlySpan<float> targets, Shape output)
    {
        base.CheckTargets(targets, output);
        int classes = Crossentropy.Classes(output, Name);
        int limit = classes == Shape.Unknown ? int.MaxValue : classes;
        for (int i = 0; i < targets.Length; i++)
        {
            float label = targets[i];
            if (label >= 0 && label < limit && label == MathF.Truncate(label)) continue;
            throw new ArgumentException(
                $"Loss '{Name}' needs class numbers 0 to {limit - 1} as targets, but value {i} of {targets.Length} is {label}. Number the classes from 0, and give " +
                "the last layer one unit per class.", nameof(targets));
        }
    }
}
