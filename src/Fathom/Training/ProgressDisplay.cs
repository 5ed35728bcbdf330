using System.Diagnostics;
using System.Globalization;

namespace Fathom.Training;

/// <summary>Prints a training run: done and total, time left, the current figures.</summary>
internal sealed class ProgressDisplay : ITrainingReader
{
    private static readonly TimeSpan BetweenRedraws = TimeSpan.FromMilliseconds(100);
    private readonly TextWriter _output;
    private readonly Verbosity _verbosity;
    private readonly Stopwatch _clock = new();
    private TimeSpan _drawn;
    private int _epochs, _batches, _width;

    /// <param name="verbosity">What to print.</param>
    /// <param name="output">Where to.</param>
    /// <param name="canRedraw">Whether the output understands a carriage return.</param>
    public ProgressDisplay(Verbosity verbosity, TextWriter output, bool canRedraw)
    {
        _output = output;
        _verbosity = verbosity == Verbosity.Bar && !canRedraw ? Verbosity.Line : verbosity;
    }

    /// <summary>The display on standard error, so that a program's own output stays clean.</summary>
    public static ProgressDisplay For(Verbosity verbosity) =>
        new(verbosity, Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    public void Receive(TrainingEvent happened)
    {
        if (_verbosity == Verbosity.Silent) return;
        switch (happened)
        {
            case TrainingEvent.Started started:
                (_epochs, _batches) = (started.Epochs, started.Batches);
                break;
            case TrainingEvent.EpochStarted:
                _clock.Restart();
                _drawn = TimeSpan.Zero;
                break;
            case TrainingEvent.BatchEnded batch when _verbosity == Verbosity.Bar && _clock.Elapsed - _drawn >= BetweenRedraws:
                _drawn = _clock.Elapsed;
                Redraw(Bar(batch));
                break;
            case TrainingEvent.EpochEnded epoch:
                Redraw($"epoch {epoch.Epoch + 1}/{_epochs} - {Duration(epoch.Duration)} - {epoch.Logs}");
                _output.WriteLine();
                _width = 0;
                break;
            case TrainingEvent.Ended { Reason: string reason }:
                Redraw($"stopped: {reason}");
                _output.WriteLine();
                break;
        }
    }

    private string Bar(TrainingEvent.BatchEnded batch)
    {
        const int Cells = 20;
        int done = batch.Batch + 1, filled = Cells * done / _batches;
        TimeSpan left = _clock.Elapsed / done * (_batches - done);
        return $"epoch {batch.Epoch + 1}/{_epochs} [{new string('=', filled)}{new string('.', Cells - filled)}] {done}/{_batches} - {Duration(left)} left - {batch.Logs()}";
    }

    private void Redraw(string line)
    {
        _output.Write((_width > 0 ? "\r" : "") + line.PadRight(_width));
        _output.Flush();
        _width = _verbosity == Verbosity.Bar ? Math.Max(_width, line.Length) : 0;
    }

    private static string Duration(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} m {time.Seconds:00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
