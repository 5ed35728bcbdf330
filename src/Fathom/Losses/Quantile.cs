using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// The pinball loss max(q e, (q − 1) e) with e = target − prediction, averaged over the last axis: its minimiser is the q-quantile (Koenker and Bassett
/// 1978). Keras has no such loss.
/// </summary>
/// <remarks>
/// With one level, predictions have the targets' shape. With several, the last axis of the predictions holds one quantile per level, (batch, …, levels), for
/// targets (batch, …) or (batch, …, 1). Nothing keeps the quantiles from crossing.
/// </remarks>
public sealed class Quantile : Loss, IFromConfig<Quantile>
{
    /// <summary>Chooses the quantiles.</summary>
    /// <param name="levels">q, between 0 and 1 exclusive, ascending; 0.05 for a 95 % value at risk.</param>
    /// <exception cref="ArgumentException">None, out of order, or outside that range.</exception>
    public Quantile(params IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Count == 0) throw new ArgumentException("There is no level. Give at least one, for example 0.05.", nameof(levels));
        for (int i = 0; i < levels.Count; i++)
        {
            if (levels[i] is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(levels), levels[i], "A quantile's level lies between 0 and 1, for example 0.05.");
            if (i > 0 && levels[i] <= levels[i - 1]) throw new ArgumentException($"Level {levels[i]} follows {levels[i - 1]}. Give levels in ascending order, each once.", nameof(levels));
        }
        Levels = [.. levels];
    }

    /// <summary>The levels q, ascending.</summary>
    public IReadOnlyList<double> Levels { get; }

    /// <inheritdoc/>
    public static Quantile FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Quantile(config.GetNumbers("levels") ?? []) { Reduction = LossWeighting.Read(config) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config.PutNumbers("levels", Levels);
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        if (Levels.Count == 1)
        {
            Tensor error = Align(target, prediction) - prediction;
            return MeanOfLast(maximum(error * Levels[0], error * (Levels[0] - 1)));
        }
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.ndim < 2 || prediction.shape[^1] != Levels.Count)
            throw new ShapeException(
                $"Loss '{Name}' has {Levels.Count} levels but got predictions of shape ({string.Join(", ", prediction.shape)}). Give the last layer {Levels.Count} units, one per level.");
        Tensor errors = Align(target, prediction.narrow(-1, 0, 1)) - prediction, levels = tensor([.. Levels], prediction.dtype, prediction.device);
        return MeanOfLast(maximum(errors * levels, errors * (levels - 1)));
    }
}
