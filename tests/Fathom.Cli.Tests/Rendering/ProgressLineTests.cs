using Fathom.Cli.Rendering;
using Fathom.Forecasting;
using Spectre.Console;
using Spectre.Console.Testing;

namespace Fathom.Cli.Tests.Rendering;

public class ProgressLineTests
{
    private static readonly ProgressText Text = new("return (1 of 2)", 100);

    [Fact]
    public void Says_what_is_done_how_long_it_takes_and_who_leads()
    {
        var progress = new TournamentProgress(30, 120, "ridge", 2, null, "zero", 0.0078923);

        Assert.Equal("return (1 of 2)  30/120 fits  about 36.0 s left  best so far zero (0.7892)", Text.After(progress, TimeSpan.FromSeconds(36)));
        Assert.Equal("return (1 of 2)  120/120 fits", Text.After(progress with { Done = 120, Best = null, BestLoss = null }, TimeSpan.Zero));
    }

    [Fact]
    public void Time_left_follows_the_pace_of_the_latest_fits()
    {
        var left = new TimeLeft();
        Assert.Equal(9, left.After(1, 10, TimeSpan.FromSeconds(1)).TotalSeconds, 1e-9);
        var slow = new TimeLeft();
        for (int done = 1; done <= 20; done++) slow.After(done, 100, TimeSpan.FromSeconds(0.01 * done));
        for (int done = 21; done <= 40; done++) slow.After(done, 100, TimeSpan.FromSeconds(0.2 + 3 * (done - 20)));
        Assert.Equal(3 * 59, slow.After(41, 100, TimeSpan.FromSeconds(0.2 + 3 * 21)).TotalSeconds, 1e-9);
    }

    [Fact]
    public async Task Is_drawn_on_a_console_somebody_watches()
    {
        using TestConsole console = new TestConsole().Width(100).Interactive().SupportsAnsi(true);
        int result = await new ProgressLine(console).RunAsync(Text, async progress =>
        {
            progress!.Report(new TournamentProgress(7, 10, "ridge", 1, null, "zero [a]", 0.5));
            progress.Report(new TournamentProgress(6, 10, "overtaken", 1, null, null, null));
            await Task.Delay(300);
            return 5;
        }, CancellationToken.None);

        Assert.Equal(5, result);
        Assert.Contains("7/10 fits", console.Output);
        Assert.Contains("best so far zero [a] (50.00)", console.Output);
        Assert.DoesNotContain("6/10", console.Output);
    }

    [Fact]
    public async Task Says_that_it_ends_when_it_is_cancelled()
    {
        using TestConsole console = new TestConsole().Width(100).Interactive().SupportsAnsi(true);
        using var cancel = new CancellationTokenSource();
        await new ProgressLine(console).RunAsync(Text, async progress =>
        {
            await cancel.CancelAsync();
            progress!.Report(new TournamentProgress(7, 10, "ridge", 1, null, null, null));
            await Task.Delay(300);
            return 5;
        }, cancel.Token);

        Assert.Contains("ending with what is finished; Ctrl-C again stops at once", console.Output);
        Assert.DoesNotContain("7/10", console.Output);
    }

    [Fact]
    public async Task Is_silent_where_nobody_watches()
    {
        using var console = new TestConsole();

        Assert.Equal(5, await new ProgressLine(console).RunAsync(Text, progress => Task.FromResult(progress is null ? 5 : 0), CancellationToken.None));
        Assert.Equal("", console.Output);
    }
}
