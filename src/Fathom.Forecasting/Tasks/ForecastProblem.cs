using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>
/// A series turned into samples. Sample i has a forecast origin (a row of the series), a target that lies wholly after it, and features known at it. Its label
/// span covers the origin and the observations of the target, half-open: [origin, origin + horizon + 1).
/// </summary>
public sealed class ForecastProblem
{
    private readonly ProblemParts _parts;

    internal ForecastProblem(PriceSeries series, ForecastTask task, ProblemParts parts, int first, int count)
    {
        (Series, Task, _parts) = (series, task, parts);
        Period = Period.Of(series.Times);
        Origins = [.. Enumerable.Range(first, count)];
        Targets = Array.ConvertAll(Origins, t => parts.Target(t));
        ScaledTargets = new double[count];
        for (int i = 0; i < count; i++)
            ScaledTargets[i] = parts.Scale.Forward(Origins[i], Targets[i]);
        Spans = LabelSpan.FromIndexes(Origins, Array.ConvertAll(Origins, t => t + task.Horizon + 1));
        Summary = new TaskSummary
        {
            Name = task.Name,
            Subject = series.Name,
            Horizon = task.Horizon,
            Target = task.Describe(series.Name, Period.Unit),
            Unit = task.Unit(Period.Unit),
            PrimaryLoss = task.PrimaryLoss,
        };
    }

    /// <summary>The series.</summary>
    public PriceSeries Series { get; }

    /// <summary>The task.</summary>
    public ForecastTask Task { get; }

    /// <summary>The task in words.</summary>
    public TaskSummary Summary { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Origins.Length;

    /// <summary>Row of the series at which each sample's forecast is made, ascending.</summary>
    public int[] Origins { get; }

    /// <summary>What each sample's forecast is compared with, in natural units: log return, variance, level.</summary>
    public double[] Targets { get; }

    /// <summary>The targets in the scale that models train in; see <see cref="Scale"/>.</summary>
    public double[] ScaledTargets { get; }

    /// <summary>The observations each sample's label is made from.</summary>
    public LabelSpans Spans { get; }

    /// <summary>What is observed in one period (log return, variance, level), one value per row of the series.</summary>
    public double[] Measure => _parts.Measure;

    /// <summary>The scale that models train in.</summary>
    public TargetScale Scale => _parts.Scale;

    /// <summary>Features of tabular models, one row per row of the series.</summary>
    public FeatureTable Features => _parts.Features;

    /// <summary>What sequence models see at each row of the series; a sample's window is the <see cref="ForecastTask.SequenceLength"/> rows up to its origin.</summary>
    public FeatureTable Steps => _parts.Steps;

    internal Period Period { get; }

    /// <summary>The value a forecast has to pass to name a direction: 0 for returns, the value at the origin otherwise.</summary>
    /// <param name="sample">The sample.</param>
    public double Reference(int sample) => _parts.Reference(Origins[sample]);

    /// <summary>Time at which the forecast is made.</summary>
    /// <param name="sample">The sample.</param>
    public DateTime OriginTime(int sample) => Series.Times[Origins[sample]];

    /// <summary>Time at which the target is complete.</summary>
    /// <param name="sample">The sample.</param>
    public DateTime TargetTime(int sample) => Series.Times[Origins[sample] + Task.Horizon];

    /// <summary>Features of some samples.</summary>
    /// <param name="samples">The samples.</param>
    /// <returns>Shape (samples, features).</returns>
    public double[,] FeatureRows(ReadOnlySpan<int> samples) => Features.Rows(RowsOf(samples));

    /// <summary>Rows of the series at which some samples' forecasts are made.</summary>
    /// <param name="samples">The samples.</param>
    public int[] RowsOf(ReadOnlySpan<int> samples) => Pick(Origins, samples);

    /// <summary>One value per sample, picked.</summary>
    internal static T[] Pick<T>(T[] values, ReadOnlySpan<int> samples)
    {
        var picked = new T[samples.Length];
        for (int i = 0; i < picked.Length; i++)
            picked[i] = values[samples[i]];
        return picked;
    }
}
