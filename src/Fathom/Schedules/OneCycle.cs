using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Schedules;

/// <summary>
/// Up from a small rate to the largest and down to almost nothing, each along half a cosine (Smith and Topin 2018; PyTorch's <c>OneCycleLR</c> with its
/// default annealing and two phases). The momentum stays as it is.
/// </summary>
/// <param name="maxLearningRate">The largest rate.</param>
/// <param name="totalSteps">The steps of the cycle, at least 2: epochs times batches per epoch. After it the rate stays at its end.</param>
/// <remarks>Keras has no such schedule: a model saved with it loads here only.</remarks>
public sealed class OneCycle(double maxLearningRate, int totalSteps) : Schedule, IFromConfig<OneCycle>
{
    private readonly int _totalSteps = totalSteps >= 2
        ? totalSteps
        : throw new ArgumentOutOfRangeException(nameof(totalSteps), totalSteps, "A cycle goes up and down: give at least 2 steps, the epochs times the batches per epoch.");

    /// <summary>The share of the cycle that goes up, above 0 and below 1; 0.3 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double RisingShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share that goes up lies between 0 and 1; 0.3 is usual.");
    } = 0.3;

    /// <summary>The largest rate over the first; 25 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double DivFactor { get; init => field = Divisor(value); } = 25;

    /// <summary>The first rate over the last; 10,000 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double FinalDivFactor { get; init => field = Divisor(value); } = 1e4;

    /// <inheritdoc/>
    public static OneCycle FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Need<double>("max_learning_rate"), config.Need<int>("total_steps"))
        {
            RisingShare = config.Get("pct_start", 0.3),
            DivFactor = config.Get("div_factor", 25.0),
            FinalDivFactor = config.Get("final_div_factor", 1e4),
        };
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double first = maxLearningRate / DivFactor, top = RisingShare * _totalSteps - 1, last = _totalSteps - 1;
        return step < top ? Cosine(first, maxLearningRate, step / top) : Cosine(maxLearningRate, first / FinalDivFactor, (Math.Min(step, last) - top) / (last - top));
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["max_learning_rate"] = maxLearningRate,
        ["total_steps"] = _totalSteps,
        ["pct_start"] = RisingShare,
        ["div_factor"] = DivFactor,
        ["final_div_factor"] = FinalDivFactor,
        ["name"] = "OneCycle",
    };

    private static double Cosine(double from, double to, double way) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * way));

    private static double Divisor(double value) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A rate is divided by a positive number.");
}
