using Fathom.Forecasting;

namespace Fathom.Cli.Rendering;

/// <summary>The unit a person reads errors in: log returns in percent, everything else as it is.</summary>
/// <param name="Label">Name of the unit.</param>
/// <param name="Factor">What values are multiplied with.</param>
internal sealed record LossUnit(string Label, double Factor)
{
    /// <summary>The unit of MAE and RMSE of a task.</summary>
    /// <param name="task">The task.</param>
    public static LossUnit Of(TaskSummary task) => task.Unit == "log return" ? new LossUnit("% log return", 100) : new LossUnit(task.Unit, 1);
}
