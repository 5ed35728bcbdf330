using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>The rate times decayRate^(step / decaySteps) (<c>keras.optimizers.schedules.ExponentialDecay</c>).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">The steps per factor, positive.</param>
/// <param name="decayRate">The factor, for example 0.96.</param>
public sealed class ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate) : Schedule, IFromConfig<ExponentialDecay>
{
    private readonly int _decaySteps = Positive(decaySteps);

    /// <summary>Whether the exponent is rounded down, so that the rate falls in steps.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public static ExponentialDecay FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Need<double>("initial_learning_rate"), config.Need<int>("decay_steps"), config.Need<double>("decay_rate")) { Staircase = config.Get("staircase", false) };
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double periods = (double)step / _decaySteps;
        return initialLearningRate * Math.Pow(decayRate, Staircase ? Math.Floor(periods) : periods);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _decaySteps,
        ["decay_rate"] = decayRate,
        ["staircase"] = Staircase,
        ["name"] = "ExponentialDecay",
    };
}
