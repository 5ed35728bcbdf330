using Fathom.Cli.Tests.Support;

namespace Fathom.Cli.Tests;

public class HelpTests
{
    [Theory]
    [InlineData("tool.txt", "--help")]
    [InlineData("tool.txt")]
    [InlineData("forecast.txt", "forecast", "--help")]
    [InlineData("forecast.txt", "forecast", "--nonsense", "-h")]
    public async Task Is_what_the_snapshot_shows(string snapshot, params string[] arguments)
    {
        Support.Cli run = await Support.Cli.Run(arguments);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("", run.Error);
        Assert.Equal(Lines(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Snapshots", snapshot))), Lines(run.Output));
    }

    [Fact]
    public async Task Lists_every_exit_code_and_fits_into_100_columns_of_ascii()
    {
        Support.Cli run = await Support.Cli.Run("forecast", "--help");

        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"\n  {(int)code,3}  ", run.Output));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.DoesNotContain(run.Output, sign => sign is > '~' or (< ' ' and not '\n'));
    }

    [Fact]
    public async Task Version_is_that_of_the_tool()
    {
        Support.Cli run = await Support.Cli.Run("--version");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Matches(@"^fathom \d+\.\d+\.\d+\S*\n$", run.Output);
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd())];
}
