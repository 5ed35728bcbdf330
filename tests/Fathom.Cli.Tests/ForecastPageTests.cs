using System.Text.Json;
using System.Text.RegularExpressions;
using Fathom.Cli.Tests.Support;

namespace Fathom.Cli.Tests;

/// <summary>docs/forecast.md says what the tool does.</summary>
public class ForecastPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Snapshots", "forecast.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Lists_the_exit_codes_in_the_words_of_the_help() =>
        Assert.All(ExitCodes.All, each => Assert.Contains($"\n| {(int)each.Code} | {each.Meaning} |\n", Page));

    [Fact]
    public void Names_only_options_that_exist()
    {
        string[] known = [.. new Forecasts.ForecastOptions().All.Select(option => option.Name), "--help", "--project"];
        Assert.All(Regex.Matches(Page, "--[a-z-]+[a-z]").Select(match => match.Value), name => Assert.Contains(name, known));
    }

    [Fact]
    public async Task Shows_the_json_that_the_tool_prints()
    {
        using var room = new Scratch();
        Support.Cli run = await Support.Cli.Run("forecast", room.Prices(400), "--models", "ridge", "--folds", "2", "--json", "--out", room.Out);

        using var shown = JsonDocument.Parse(Regex.Match(Page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        using var real = JsonDocument.Parse(run.Output);
        // Names of versions are data.
        SortedSet<string> expected = Paths(shown.RootElement, ""), actual = [.. Paths(real.RootElement, "").Where(path => !path.Contains("/versions/", StringComparison.Ordinal))];
        Assert.Equal(expected, actual);
    }

    private static SortedSet<string> Paths(JsonElement element, string path)
    {
        SortedSet<string> paths = new(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                paths.Add($"{path}/{property.Name}");
                paths.UnionWith(Paths(property.Value, $"{path}/{property.Name}"));
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray()) paths.UnionWith(Paths(item, path));
        }

        return paths;
    }
}
