using System.Globalization;
using Fathom.Callbacks;
using Fathom.Models;
using Fathom.Training;

namespace Fathom.Diagnostics;

/// <summary>
/// Trains on one batch until the loss nearly vanishes: a model that cannot learn a handful of samples by heart will not learn the data, and the fault lies in model,
/// loss or data rather than in how long it trains. Afterwards model and optimizer are as they were.
/// </summary>
public sealed class OverfitCheck
{
    /// <summary>How many steps to try at most; 500 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Steps { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Try at least one step; 500 are usual."); } = 500;

    /// <summary>The share of the first loss below which it counts as vanished, in (0, 1); 0.01 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Remainder
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "What remains is a share of the first loss, for example 0.01.");
    } = 0.01;

    /// <summary>Makes the check.</summary>
    /// <param name="model">Compiled.</param>
    /// <param name="train">The data; its first batch, unshuffled, is trained on.</param>
    /// <returns>Whether the loss vanished, and what to look at if it did not.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public OverfitReport Run(Model model, Dataset train)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        model.NeedTrainable(train);
        int size = Math.Min(train.BatchSize, train.Count);
        Dataset batch = train.Select([.. Enumerable.Range(0, size)]).Unshuffled().Batch(size);
        using var trial = new Trial(model);
        var watch = new LossWatch(Remainder);
        IReadOnlyList<double> losses = model.Fit(batch, epochs: Steps, callbacks: [watch], verbose: Verbosity.Silent)["loss"];
        bool passed = losses[^1] <= Remainder * losses[0];
        return new(passed, losses, Tell(passed, size, losses));
    }

    private static string Tell(bool passed, int size, IReadOnlyList<double> losses)
    {
        string course = string.Create(CultureInfo.InvariantCulture, $"the loss of one batch of {size} samples went from {losses[0]:G4} to {losses[^1]:G4} in {losses.Count} steps");
        if (passed) return $"The model can learn: {course}.";
        if (!double.IsFinite(losses[^1])) return $"The model diverges: {course}. Lower the learning rate, or clip gradients.";
        return $"The model cannot learn even one batch by heart: {course}. Look at whether inputs and targets belong together and targets are not contradictory, whether the last " +
            "activation can give the targets (a sigmoid gives 0 to 1, a relu nothing negative) and the loss fits it, whether layers are frozen, whether inputs are scaled, " +
            "and whether the learning rate is too small or too large (LearningRateFinder); leave out dropout and penalties meanwhile.";
    }

    private sealed class LossWatch(double remainder) : Callback
    {
        private double? _first;

        protected override void OnEpochEnd(int epoch, Scores logs)
        {
            double loss = logs["loss"];
            _first ??= loss;
            if (loss <= remainder * _first || !double.IsFinite(loss)) Run.Stop("the check is over");
        }
    }
}
