using Fathom.Training;

namespace Fathom.Tests.Training;

public sealed class ProgressDisplayTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly Clock _clock = new();
    private int _reads;

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Silent_is_silent()
    {
        Show(Verbosity.Silent, terminal: true);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData(Verbosity.Line, true)]
    [InlineData(Verbosity.Line, false)]
    [InlineData(Verbosity.Bar, false)]
    public void Lines_are_plain_text(Verbosity verbosity, bool terminal)
    {
        Show(verbosity, terminal);
        Assert.Equal("Epoch  9/10  1.2 s  loss 0.4321  val_loss 12.35\nStopped: enough.\n", _output.ToString());
        Assert.Equal(0, _reads);
    }

    [Fact]
    public void The_bar_grows_in_place_and_gives_way_to_the_epochs_line()
    {
        Show(Verbosity.Bar, terminal: true);
        string[] drawn = _output.ToString().Split('\r');
        // Four batches 60 ms apart: the first is drawn, then the first that comes 100 ms later.
        Assert.Equal("Epoch  9/10  ━━━━━───────────────  1/4  0.2 s left  loss 0.4321  val_loss 12.35\e[K", drawn[1]);
        Assert.Equal("Epoch  9/10  ━━━━━━━━━━━━━━━─────  3/4  0.1 s left  loss 0.4321  val_loss 12.35\e[K", drawn[2]);
        Assert.Equal("\e[KEpoch  9/10  1.2 s  loss 0.4321  val_loss 12.35\nStopped: enough.\n", drawn[3]);
        Assert.Equal(4, drawn.Length);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public void The_bar_fits_a_hundred_columns()
    {
        var display = new ProgressDisplay(_output, Verbosity.Bar, terminal: true, _clock);
        display.Receive(new TrainingEvent.Started(1, 4, 4));
        display.Receive(new TrainingEvent.EpochStarted(0));
        display.Receive(new TrainingEvent.BatchEnded(0, 0, () => new Scores(Enumerable.Range(0, 30).Select(i => KeyValuePair.Create($"figure_{i}", 1.0)))));
        Assert.InRange(_output.ToString().Length, 1, 99 + "\r\e[K".Length);
    }

    [Theory]
    [InlineData(0.06, "0.1 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(59.97, "1 m 00 s")]
    [InlineData(185, "3 m 05 s")]
    [InlineData(7620, "2 h 07 m")]
    public void Times_read_as_people_say_them(double seconds, string text) => Assert.Equal(text, ProgressDisplay.Time(TimeSpan.FromSeconds(seconds)));

    private void Show(Verbosity verbosity, bool terminal)
    {
        var display = new ProgressDisplay(_output, verbosity, terminal, _clock);
        var logs = new Scores([new("loss", 0.43210987), new("val_loss", 12.3456)]);
        display.Receive(new TrainingEvent.Started(10, 4, 100));
        display.Receive(new TrainingEvent.EpochStarted(8));
        for (int batch = 0; batch < 4; batch++)
        {
            _clock.Advance(60);
            display.Receive(new TrainingEvent.BatchEnded(8, batch, () =>
            {
                _reads++;
                return logs;
            }));
        }
        display.Receive(new TrainingEvent.EpochEnded(8, logs, TimeSpan.FromSeconds(1.24)));
        display.Receive(new TrainingEvent.Ended("enough", TimeSpan.FromSeconds(12)));
    }

    private sealed class Clock : TimeProvider
    {
        private long _milliseconds;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _milliseconds;

        public void Advance(int milliseconds) => _milliseconds += milliseconds;
    }
}
