using Fathom.Callbacks;
using Fathom.Models;
using Fathom.Schedules;
using Fathom.Training;

namespace Fathom.Diagnostics;

/// <summary>
/// The learning-rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3): trains with a rate that grows from batch to batch
/// by one factor, and looks at where the loss falls fastest and where it diverges. Afterwards model and optimizer are as they were.
/// </summary>
public sealed class LearningRateFinder
{
    /// <summary>The first rate; 1e-6 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double Minimum { get; init => field = Positive(value); } = 1e-6;

    /// <summary>The last rate; 10 unless given. Training that diverges ends before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double Maximum { get; init => field = Positive(value); } = 10;

    /// <summary>How many batches to train on, at least 3; 100 unless given. They run on from pass to pass of the data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 3.</exception>
    public int Steps { get; init => field = value >= 3 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Three steps show a slope at the least; 100 are usual."); } = 100;

    /// <summary>How much of the smoothed loss is kept per step, in [0, 1); 0.9 unless given. Losses of batches are noisy, and so are their slopes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Smoothing
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Smoothing is the share kept per step and lies in [0, 1).");
    } = 0.9;

    /// <summary>Training counts as diverged when the smoothed loss is this many times the smallest; 4 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 1.</exception>
    public double DivergenceFactor
    {
        get;
        init => field = value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A loss diverges when it grows: the factor lies above 1.");
    } = 4;

    /// <summary>Makes the test.</summary>
    /// <param name="model">Compiled.</param>
    /// <param name="train">What it will be trained on; shuffled is best.</param>
    /// <returns>Rates and smoothed losses, and the rate where the loss falls fastest; the smallest rate where it never falls.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    public LearningRateSearch Find(Model model, Dataset train)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        if (Minimum >= Maximum) throw new InvalidOperationException($"The smallest rate to try is {Minimum}, the largest {Maximum}. Set Minimum below Maximum.");
        model.NeedTrainable(train);
        using var trial = new Trial(model);
        var sweep = new Sweep(this);
        _ = model.Fit(train, stepsPerEpoch: Steps, callbacks: [sweep], verbose: Verbosity.Silent);
        return new(sweep.Rates, sweep.Losses, Steepest(sweep));
    }

    // Where the smoothed loss falls most over a twentieth of the steps to either side, up to its smallest value. The first tenth is left out: means of few batches
    // jump about.
    private double Steepest(Sweep sweep)
    {
        int lowest = 0, steepest = 0, reach = Math.Max(1, Steps / 20);
        for (int i = 1; i < sweep.Losses.Count; i++)
            if (sweep.Losses[i] < sweep.Losses[lowest]) lowest = i;
        double slope = 0;
        for (int i = Math.Max(reach, Steps / 10); i + reach <= lowest; i++)
        {
            double change = sweep.Losses[i + reach] - sweep.Losses[i - reach];
            if (change < slope) (slope, steepest) = (change, i);
        }
        return sweep.Rates[steepest];
    }

    private static double Positive(double rate) =>
        rate is > 0 and < double.PositiveInfinity ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A learning rate to try is positive, for example 1e-6.");

    private sealed class Sweep(LearningRateFinder options) : Callback
    {
        private double _mean, _best = double.PositiveInfinity;

        public List<double> Rates { get; } = [];

        public List<double> Losses { get; } = [];

        protected override void OnBatchBegin(int batch)
        {
            double rate = options.Minimum * Math.Pow(options.Maximum / options.Minimum, (double)batch / (options.Steps - 1));
            Rates.Add(rate);
            Run.Trainee.Optimizer.LearningRate = Schedule.Constant(rate);
        }

        protected override void OnBatchEnd(int batch, Func<Scores> logs)
        {
            double loss = logs()["loss"];
            // The next batch's loss, not the mean of all so far.
            ((ITrainable)Run.Trainee).Figures.Reset();
            _mean = options.Smoothing * _mean + (1 - options.Smoothing) * loss;
            double smoothed = _mean / (1 - Math.Pow(options.Smoothing, batch + 1));
            Losses.Add(smoothed);
            if (smoothed < _best) _best = smoothed;
            if (!double.IsFinite(smoothed) || (batch > 0 && smoothed > options.DivergenceFactor * _best)) Run.Stop("the loss diverged");
        }
    }
}
