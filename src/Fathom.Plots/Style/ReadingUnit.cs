using Fathom.Forecasting;

namespace Fathom.Plots;

/// <summary>The unit a person reads a task in: log returns in percent, everything else as it is.</summary>
/// <param name="Label">Name of the unit.</param>
/// <param name="Factor">What values are multiplied with.</param>
internal sealed record ReadingUnit(string Label, double Factor)
{
    /// <summary>The unit of targets, forecasts, MAE and RMSE of a task.</summary>
    public static ReadingUnit Of(TaskSummary task) => task.Unit == "log return" ? new("% log return", 100) : new(task.Unit, 1);

    /// <summary>The unit of the task's primary loss; empty for QLIKE, which has none.</summary>
    public static ReadingUnit OfLoss(TaskSummary task) => task.PrimaryLoss == ForecastLoss.Qlike ? new("", 1) : Of(task);
}
