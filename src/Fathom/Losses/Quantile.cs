using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>
/// The pinball loss max(q e, (q − 1) e) with e = target − prediction, averaged over all axes after the batch: its minimiser is the q-quantile
/// (Koenker and Bassett 1978). Keras has no such loss.
/// </summary>
public sealed class Quantile : Loss, IFromConfig<Quantile>
{
    /// <summary>Chooses the quantile.</summary>
    /// <param name="level">q, between 0 and 1 exclusive; 0.05 for a 95 % value at risk.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public Quantile(double level)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A quantile's level lies between 0 and 1, for example 0.05.");
        Level = level;
    }

    /// <summary>q.</summary>
    public double Level { get; }

    /// <inheritdoc/>
    public static Quantile FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Quantile(config.Need<double>("level"));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["level"] = Level;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction)
    {
        Tensor error = Align(target, prediction) - prediction;
        return MeanOfLast(maximum(error * Level, error * (Level - 1)));
    }
}
