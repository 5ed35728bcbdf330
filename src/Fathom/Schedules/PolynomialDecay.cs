using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>From the initial to the end rate by (1 − step / decaySteps)^power, then constant (<c>keras.optimizers.schedules.PolynomialDecay</c>).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">The steps the way takes, positive.</param>
public sealed class PolynomialDecay(double initialLearningRate, int decaySteps) : Schedule, IFromConfig<PolynomialDecay>
{
    private readonly int _decaySteps = Positive(decaySteps);

    /// <summary>The rate at the end; 0.0001 unless given.</summary>
    public double EndLearningRate { get; init; } = 0.0001;

    /// <summary>The exponent; 1, a straight line, unless given.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Whether, past the end, the way is stretched to the next multiple of the steps instead of staying at the end rate.</summary>
    public bool Cycle { get; init; }

    /// <inheritdoc/>
    public static PolynomialDecay FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Need<double>("initial_learning_rate"), config.Need<int>("decay_steps"))
        {
            EndLearningRate = config.Get("end_learning_rate", 0.0001),
            Power = config.Get("power", 1.0),
            Cycle = config.Get("cycle", false),
        };
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double way = Cycle && step > 0 ? _decaySteps * Math.Ceiling((double)step / _decaySteps) : _decaySteps;
        return (initialLearningRate - EndLearningRate) * Math.Pow(1 - Math.Min(step, way) / way, Power) + EndLearningRate;
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _decaySteps,
        ["end_learning_rate"] = EndLearningRate,
        ["power"] = Power,
        ["cycle"] = Cycle,
        ["name"] = "PolynomialDecay",
    };
}
