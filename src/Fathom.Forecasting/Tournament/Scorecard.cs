using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>A ranked forecaster's forecasts and losses over the test time line, one run per seed (a single one for deterministic forecasters).</summary>
internal sealed class Scorecard
{
    private readonly double[][] _natural;
    private readonly ForecastProblem _problem;
    private readonly int[] _samples;

    /// <param name="problem">The samples.</param>
    /// <param name="samples">The test time line.</param>
    /// <param name="jobs">All jobs of one forecaster, all finished.</param>
    public Scorecard(ForecastProblem problem, int[] samples, IReadOnlyList<Job> jobs)
    {
        (_problem, _samples, Jobs) = (problem, samples, jobs);
        Forecaster = jobs[0].Forecaster;
        Dictionary<int, int> places = samples.Select((sample, place) => (sample, place)).ToDictionary(pair => pair.sample, pair => pair.place);
        _natural = [.. jobs.GroupBy(job => job.Seed).Select(run =>
        {
            var line = new double[samples.Length];
            foreach (Job job in run)
            {
                for (int i = 0; i < job.Fold.Test.Length; i++)
                    line[places[job.Fold.Test[i]]] = job.Forecasts![i];
            }

            return line;
        })];
        Actual = ForecastProblem.Pick(problem.Targets, samples);
        RunLosses = [.. _natural.Select(Losses)];
        MeanLosses = Average(RunLosses);
        Loss = MeanLosses.Average();
    }

    public Forecaster Forecaster { get; }

    public IReadOnlyList<Job> Jobs { get; }

    /// <summary>Outcomes in their natural unit.</summary>
    public double[] Actual { get; }

    /// <summary>The primary loss per run and observation.</summary>
    public double[][] RunLosses { get; }

    /// <summary>The primary loss per observation, averaged over runs.</summary>
    public double[] MeanLosses { get; }

    /// <summary>The primary loss.</summary>
    public double Loss { get; }

    public double MeanAbsoluteError => OverRuns(run => ForecastMetrics.MeanAbsoluteError(Shown(Actual), Shown(run)));

    public double RootMeanSquaredError => OverRuns(run => ForecastMetrics.RootMeanSquaredError(Shown(Actual), Shown(run)));

    public double? Qlike => _problem.Task.PrimaryLoss == ForecastLoss.Qlike ? Loss : null;

    public double? SeedDeviation => RunLosses.Length > 1 ? Deviation([.. RunLosses.Select(run => run.Average())]) : null;

    public double? DirectionAccuracy
    {
        get
        {
            double[] reference = Array.ConvertAll(_samples, _problem.Reference);
            double accuracy = OverRuns(run => ForecastMetrics.DirectionAccuracy(Minus(Actual, reference), Minus(run, reference)));
            return double.IsNaN(accuracy) ? null : accuracy;
        }
    }

    /// <summary>Forecasts in natural units, averaged over runs.</summary>
    public double[] MeanForecast => Average(_natural);

    /// <summary>Forecasts in the unit that is shown, averaged over runs.</summary>
    public double[] ShownForecast => Average([.. _natural.Select(Shown)]);

    public double? FoldDeviation()
    {
        double[] folds = [.. Jobs.GroupBy(job => job.Fold.Training.Number).Select(group =>
        {
            int[] places = [.. group.First().Fold.Test.Select(sample => Array.BinarySearch(_samples, sample))];
            return places.Average(place => MeanLosses[place]);
        })];
        return folds.Length > 1 ? Deviation(folds) : null;
    }

    private double[] Losses(double[] forecast) => _problem.Task.PrimaryLoss switch
    {
        ForecastLoss.Qlike => PointLoss.Qlike(Actual, forecast),
        _ => PointLoss.Absolute(Actual, forecast),
    };

    private double OverRuns(Func<double[], double> metric) => _natural.Average(metric);

    private double[] Shown(double[] natural) => Array.ConvertAll(natural, value => _problem.Task.Display(value));

    private static double[] Minus(double[] values, double[] reference) => [.. values.Zip(reference, (value, at) => value - at)];

    private static double[] Average(double[][] runs)
    {
        var average = new double[runs[0].Length];
        foreach (double[] run in runs)
        {
            for (int i = 0; i < average.Length; i++)
                average[i] += run[i] / runs.Length;
        }

        return average;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
