using Fathom.Forecasting;

namespace Fathom.Cli.Rendering;

/// <summary>The words of the progress line: done and total, time left, the best so far.</summary>
/// <param name="label">What is being run, such as "return (1 of 2)".</param>
/// <param name="factor">What losses are multiplied with to be read.</param>
internal sealed class ProgressText(string label, double factor)
{
    /// <summary>The line before the first fit has ended.</summary>
    public string Start => $"{label}  fitting";

    /// <summary>The line after Ctrl-C.</summary>
    public string Ending => $"{label}  ending with what is finished; Ctrl-C again stops at once";

    /// <summary>The line after a fit.</summary>
    /// <param name="progress">What has been done.</param>
    /// <param name="left">Time left.</param>
    public string After(TournamentProgress progress, TimeSpan left)
    {
        string time = progress.Done == progress.Total ? "" : $"  about {Figures.Duration(left)} left";
        string best = progress is { Best: string name, BestLoss: double loss } ? $"  best so far {name} ({Figures.Significant(loss * factor)})" : "";
        return $"{label}  {Figures.Count(progress.Done)}/{Figures.Count(progress.Total)} fits{time}{best}";
    }
}
