using System.Globalization;
using System.Text;

namespace Fathom.Training;

/// <summary>Shows a training run as text: one line per epoch, and on a terminal a bar that grows in place until then.</summary>
internal sealed class ProgressDisplay : ITrainingReader
{
    private const int Columns = 100, BarWidth = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output;
    private readonly Verbosity _verbosity;
    private readonly bool _inPlace;
    private readonly TimeProvider _clock;
    private int _epochs, _batches;
    private long _epochStart, _drawn;
    private bool _barShown;

    /// <summary>Creates a display.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="verbosity">How much to write.</param>
    /// <param name="terminal">Whether the output understands control codes; without them <see cref="Verbosity.Bar"/> writes what <see cref="Verbosity.Line"/> writes.</param>
    /// <param name="clock">Tells the time; the system's unless given.</param>
    public ProgressDisplay(TextWriter output, Verbosity verbosity, bool terminal, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _verbosity = verbosity;
        _inPlace = terminal && verbosity == Verbosity.Bar;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>The display on standard error, so that a program's own output stays clean: in place only on a terminal, and without <c>NO_COLOR</c> set.</summary>
    public static ProgressDisplay For(Verbosity verbosity) => new(Console.Error, verbosity, terminal:
        !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb");

    public void Receive(TrainingEvent happened)
    {
        if (_verbosity == Verbosity.Silent) return;
        switch (happened)
        {
            case TrainingEvent.Started started:
                (_epochs, _batches) = (started.Epochs, started.Batches);
                break;
            case TrainingEvent.EpochStarted:
                _epochStart = _clock.GetTimestamp();
                break;
            case TrainingEvent.BatchEnded batch when _inPlace:
                if (!_barShown || _clock.GetElapsedTime(_drawn) >= Pause) DrawBar(batch);
                break;
            case TrainingEvent.EpochEnded epoch:
                WriteLine($"{Title(epoch.Epoch)}  {Time(epoch.Duration)}  {Figures(epoch.Logs)}");
                break;
            case TrainingEvent.Ended { Reason: string reason }:
                WriteLine($"Stopped: {reason}.");
                break;
            case TrainingEvent.Ended:
                EraseBar();
                break;
        }
    }

    /// <summary>A duration as people read it: <c>1.2 s</c>, <c>3 m 05 s</c>, <c>2 h 07 m</c>.</summary>
    public static string Time(TimeSpan time)
    {
        (int minutes, int seconds) = Math.DivRem((int)Math.Round(time.TotalSeconds), 60);
        return time.TotalSeconds < 59.95 ? FormattableString.Invariant($"{time.TotalSeconds:F1} s")
            : minutes < 60 ? FormattableString.Invariant($"{minutes} m {seconds:00} s")
            : FormattableString.Invariant($"{minutes / 60} h {minutes % 60:00} m");
    }

    private void DrawBar(TrainingEvent.BatchEnded batch)
    {
        int done = batch.Batch + 1;
        var line = new StringBuilder(Title(batch.Epoch));
        // Where the number of batches is not known there is nothing to fill or to wait for.
        if (_batches > 0)
        {
            int full = (int)((long)BarWidth * Math.Min(done, _batches) / _batches);
            TimeSpan left = _clock.GetElapsedTime(_epochStart) / done * Math.Max(0, _batches - done);
            line.Append("  ").Append('━', full).Append('─', BarWidth - full).Append(CultureInfo.InvariantCulture, $"  {done}/{_batches}  {Time(left)} left");
        }
        else line.Append(CultureInfo.InvariantCulture, $"  {done}");
        line.Append("  ").Append(Figures(batch.Logs()));
        if (line.Length > Columns - 1) line.Length = Columns - 1;
        _output.Write($"\r{line}\e[K");
        _output.Flush();
        _drawn = _clock.GetTimestamp();
        _barShown = true;
    }

    private void WriteLine(string line)
    {
        EraseBar();
        _output.WriteLine(line);
    }

    private void EraseBar()
    {
        if (_barShown) _output.Write("\r\e[K");
        _barShown = false;
    }

    private string Title(int epoch)
    {
        string total = _epochs.ToString(CultureInfo.InvariantCulture);
        return $"Epoch {(epoch + 1).ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)}/{total}";
    }

    private static string Figures(Scores logs) => string.Join("  ", logs.Select(figure => $"{figure.Key} {Figure(figure.Value)}"));

    private static string Figure(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        0 => "0.0000",
        < 0.001 or >= 1e6 => value.ToString("0.000e+0", CultureInfo.InvariantCulture),
        < 10 => value.ToString("F4", CultureInfo.InvariantCulture),
        < 1000 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
