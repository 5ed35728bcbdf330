using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>
/// Half a cosine from the rate down to <see cref="Alpha"/> of it, after a linear warm-up if asked (Loshchilov and Hutter 2017;
/// <c>keras.optimizers.schedules.CosineDecay</c>).
/// </summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">The steps of the descent, positive; those of the warm-up come before.</param>
public sealed class CosineDecay(double initialLearningRate, int decaySteps) : Schedule, IFromConfig<CosineDecay>
{
    private readonly int _decaySteps = Positive(decaySteps);

    /// <summary>The share of the starting rate that remains at the end; 0 unless given.</summary>
    public double Alpha { get; init; }

    /// <summary>The rate to warm up to from the initial one, where the descent then starts; no warm-up unless given.</summary>
    public double? WarmupTarget { get; init; }

    /// <summary>The steps of the warm-up.</summary>
    public int WarmupSteps { get; init; }

    /// <inheritdoc/>
    public static CosineDecay FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Need<double>("initial_learning_rate"), config.Need<int>("decay_steps"))
        {
            Alpha = config.Get("alpha", 0.0),
            WarmupTarget = config["warmup_target"] is null ? null : config.Need<double>("warmup_target"),
            WarmupSteps = config.Get("warmup_steps", 0),
        };
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not double target) return Descend(initialLearningRate, step);
        return step < WarmupSteps
            ? initialLearningRate + (target - initialLearningRate) * step / WarmupSteps
            : Descend(target, step - WarmupSteps);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _decaySteps,
        ["alpha"] = Alpha,
        ["name"] = "CosineDecay",
        ["warmup_target"] = WarmupTarget,
        ["warmup_steps"] = WarmupSteps,
    };

    private double Descend(double from, long step)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, _decaySteps) / _decaySteps));
        return from * ((1 - Alpha) * cosine + Alpha);
    }
}
