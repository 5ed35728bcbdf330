namespace Fathom.Forecasting;

/// <summary>
/// What is forecast and by which loss it is judged; both are fixed before anything is fitted. <see cref="Build"/> turns a series into samples: a forecast
/// origin, a target that lies wholly after it, and features known at the origin.
/// </summary>
public abstract record ForecastTask
{
    /// <summary>Creates the task.</summary>
    /// <param name="horizon">Observations ahead that the target covers, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is below 1.</exception>
    private protected ForecastTask(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Horizon = horizon;
    }

    /// <summary>Name of the task as the command line knows it.</summary>
    public abstract string Name { get; }

    /// <summary>The loss that ranks, gives the skill and is tested.</summary>
    public abstract ForecastLoss PrimaryLoss { get; }

    /// <summary>Observations ahead that the target covers.</summary>
    public int Horizon { get; }

    /// <summary>Observations up to and including the origin that sequence models see, at least 1. Default 22, a month of trading days.</summary>
    public int SequenceLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 22;

    /// <summary>Turns a series into samples.</summary>
    /// <param name="series">The series, already examined by the <see cref="DataDoctor"/> where it has bars.</param>
    /// <exception cref="ForecastException">The series is too short, or its values do not suit the task.</exception>
    public ForecastProblem Build(PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Check(series);
        ProblemParts parts = Measure(series);
        int first = Math.Max(FeatureTable.WarmUp, SequenceLength);
        int count = series.Length - Horizon - first;
        if (count < 1)
        {
            throw new ForecastException($"The series has {series.Length} rows, but the first forecast needs {first + Horizon + 1}.", $"series '{series.Name}'",
                "Give a longer series, a shorter sequence length or a shorter horizon.");
        }

        return new ForecastProblem(series, this, parts, first, count);
    }

    /// <summary>The target in words.</summary>
    internal abstract string Describe(string name, string step);

    /// <summary>Unit of forecasts, MAE and RMSE.</summary>
    internal abstract string Unit(string step);

    /// <summary>From the natural unit of targets to the one that is shown and in which MAE and RMSE are taken.</summary>
    internal virtual double Display(double natural) => natural;

    private protected abstract void Check(PriceSeries series);

    private protected abstract ProblemParts Measure(PriceSeries series);
}
