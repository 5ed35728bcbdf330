using Fathom.Cli.Rendering;
using Fathom.Cli.Terminals;
using Fathom.Cli.Tests.Support;
using Fathom.Forecasting;
using Spectre.Console.Testing;

namespace Fathom.Cli.Tests.Rendering;

public class LeaderboardTableTests
{
    private static readonly TournamentResult Result = Results.Of(Results.Row("zero", 0.0078923, 0.0078923, baseline: true), Results.Row("GRU", 0.0079081, 0.0078923));

    [Fact]
    public void Shows_best_first_with_the_baseline_marked_and_dashes_for_what_does_not_apply()
    {
        using TestConsole console = new TestConsole().Width(100);
        console.Write(new LeaderboardTable(Result, new Glyphs(unicode: true), 100).Render());

        string[] expected =
        [
            "#  model      MAE   RMSE  skill     DM     sign       ±       ±       fit   para-",
            "                              %      p  right %   seeds   folds      time  meters",
            "─────────────────────────────────────────────────────────────────────────────────",
            "1  zero *  0.7892  1.105    0.0      –        –       –  0.1230    0.01 s       0",
            "2  GRU     0.7908  1.107   -0.2  0.012     52.3  0.0012  0.1230  3 m 05 s  12,345",
            "* baseline. Skill and DM p (Diebold-Mariano): against the best one, zero. Errors in % log return.",
        ];
        Assert.Equal(expected, console.Lines.Select(line => line.TrimEnd()));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(40)]
    public void Drops_columns_where_the_console_is_narrow_but_never_the_loss(int width)
    {
        using TestConsole console = new TestConsole().Width(width);
        console.Write(new LeaderboardTable(Result, new Glyphs(unicode: false), width).Render());

        string[] rows = [.. console.Lines.Where(line => line.StartsWith("1  ", StringComparison.Ordinal) || line.StartsWith("2  ", StringComparison.Ordinal))];
        Assert.Equal(2, rows.Length);
        Assert.Contains("0.7892", rows[0]);
        Assert.All(console.Lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Equal(width >= 100, rows[1].Contains("12,345", StringComparison.Ordinal));
    }
}
