using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>Half a cosine down to <see cref="Alpha"/> of the rate, again and again (Loshchilov and Hutter 2017; <c>keras.optimizers.schedules.CosineDecayRestarts</c>).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="firstDecaySteps">The steps of the first descent, positive.</param>
public sealed class CosineDecayRestarts(double initialLearningRate, int firstDecaySteps) : Schedule, IFromConfig<CosineDecayRestarts>
{
    private readonly int _firstDecaySteps = Positive(firstDecaySteps);

    /// <summary>How many times as long as the one before each descent is, 1 or more; 2 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public double TMul
    {
        get;
        init => field = value is >= 1 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Each descent is at least as long as the one before: give 1 or more.");
    } = 2;

    /// <summary>How high each descent starts relative to the one before; 1 unless given.</summary>
    public double MMul { get; init; } = 1;

    /// <summary>The share of the first rate that remains at the end of a descent; 0 unless given.</summary>
    public double Alpha { get; init; }

    /// <inheritdoc/>
    public static CosineDecayRestarts FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Need<double>("initial_learning_rate"), config.Need<int>("first_decay_steps"))
        {
            TMul = config.Get("t_mul", 2.0),
            MMul = config.Get("m_mul", 1.0),
            Alpha = config.Get("alpha", 0.0),
        };
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        (long restarts, double way) = TMul == 1 ? Evenly(step) : Lengthening(step);
        double cosine = 0.5 * Math.Pow(MMul, restarts) * (1 + Math.Cos(Math.PI * way));
        return initialLearningRate * ((1 - Alpha) * cosine + Alpha);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["first_decay_steps"] = _firstDecaySteps,
        ["t_mul"] = TMul,
        ["m_mul"] = MMul,
        ["alpha"] = Alpha,
        ["name"] = "SGDRDecay",
    };

    private (long Restarts, double Way) Evenly(long step) => (step / _firstDecaySteps, (double)(step % _firstDecaySteps) / _firstDecaySteps);

    // Descent by descent rather than by a logarithm, whose rounding could take the first step of one for the last of the one before. Few: lengths grow geometrically.
    private (long Restarts, double Way) Lengthening(long step)
    {
        double start = 0, length = _firstDecaySteps;
        long restarts = 0;
        for (; step >= start + length; restarts++)
        {
            start += length;
            length *= TMul;
        }
        return (restarts, (step - start) / length);
    }
}
