using Fathom.Forecasting;
using Fathom.Plots.Charts;
using Fathom.Plots.Drawing;
using Fathom.Plots.Tests.Support;
using Fathom.Validation;

namespace Fathom.Plots.Tests;

public class ChartTests
{
    private static readonly TournamentResult Result = Results.Plain;
    private static readonly ModelColors Colors = new([Result]);

    private static string[] Words(Chart chart) => [.. chart.ToSvg(Chart.Wide, "x").Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    [Fact]
    public void No_model_has_the_colour_of_the_data()
    {
        Assert.DoesNotContain(Palette.Blue, Palette.Models);
        Assert.Equal(Palette.Models.Count, Palette.Models.Distinct().Count());
        Assert.Contains($"stroke=\"{Palette.Blue}\"", ForecastChart.Of(Result, Colors)!.ToSvg(Chart.Wide, "x").ToString(), StringComparison.Ordinal);
    }

    // A statistic of 1.96 is p = 0.05: the interval ends at 0. One of 3.92 is twice as far from it.
    [Theory]
    [InlineData(0.04, -1.96, 0, 0.08)]
    [InlineData(-0.04, 3.92, -0.06, -0.02)]
    [InlineData(0.04, null, 0.04, 0.04)]
    public void Intervals_reach_zero_where_the_test_is_at_five_per_cent(double gain, double? statistic, double low, double high)
    {
        (double from, double to) = LeaderboardChart.Interval(gain, statistic);
        Assert.Equal(low, from, 12);
        Assert.Equal(high, to, 12);
    }

    [Fact]
    public void The_leaderboard_picture_names_all_it_shows_and_counts_what_it_leaves_out()
    {
        Chart chart = LeaderboardChart.Of(Result, Colors)!;
        double[] distances = [.. Result.Leaderboard.Where(row => row.Model != Result.BestBaseline).Select(row => Math.Abs(row.Skill)).Order()];
        string[] shown = [.. Result.Leaderboard.Where(row => row.Skill >= -5 * distances[distances.Length / 2]).Select(row => row.Model)];
        Assert.All(shown, model => Assert.Contains(model, Words(chart)));
        Assert.Equal(shown.Length < Result.Leaderboard.Count, chart.Note.Contains("left to the table", StringComparison.Ordinal));
        Assert.Null(LeaderboardChart.Of(Result with { BestBaseline = null }, Colors));
    }

    [Fact]
    public void A_leaking_split_is_never_called_clean()
    {
        Assert.StartsWith("Every forecast is made by a model that saw only what came before", FoldChart.Of(Result)!.Title, StringComparison.Ordinal);
        Chart leaking = FoldChart.Of(Result with { Folds = [.. Result.Folds.Select(fold => fold with { Overlaps = 7 })] })!;
        Assert.StartsWith($"The split leaks, {7 * Result.Folds.Count} training labels", leaking.Title, StringComparison.Ordinal);
        FoldSegment after = Result.Folds[0].Segments[^1] with { Role = FoldRole.Train };
        Chart around = FoldChart.Of(Result with { Folds = [Result.Folds[0] with { Segments = [.. Result.Folds[0].Segments, after] }] })!;
        Assert.DoesNotContain("only what came before", around.Title, StringComparison.Ordinal);
        Assert.Null(FoldChart.Of(Result with { Folds = [] }));
    }

    [Fact]
    public void Residual_bars_are_the_autocorrelations_of_the_errors()
    {
        string model = Result.Verdict.BestModel!;
        double[] forecast = Result.Forecasts.Single(series => series.Model == model).Values;
        double[] expected = Autocorrelation.Function([.. Result.Actuals.Zip(forecast, (y, f) => y - f)], 20);
        Chart chart = ResidualChart.Of(Result, Colors)!;
        Assert.StartsWith($"lag 1: {Figures.Fixed(expected[1], 2)}; lag 2: {Figures.Fixed(expected[2], 2)};", chart.Alt, StringComparison.Ordinal);
        int beyond = expected[1..].Count(value => Math.Abs(value) > 1.96 / Math.Sqrt(Result.Actuals.Length));
        Assert.Contains($"at {beyond} of 20 lags", chart.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Learning_curves_of_one_step_or_none_are_no_picture()
    {
        Assert.Null(LearningChart.Of("net", [new TrainingCurve("net", 1, 0, [1], [], 1)], Colors));
        Chart chart = LearningChart.Of("net", [new TrainingCurve("net", 1, 0, [1], [], 1), new TrainingCurve("net", 1, 1, [3, 2, 1], [3, 2, 2.5], 2)], Colors)!;
        Assert.Contains("seed 1", chart.Note, StringComparison.Ordinal);
        Assert.Contains("best after 2 of 3 steps, then overfits", chart.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_stand_on_the_closes_at_round_prices()
    {
        double[] close = [.. Enumerable.Range(0, 400).Select(day => 80 + day)];
        var series = new PriceSeries("made", [.. Enumerable.Range(0, 400).Select(day => new DateTime(2015, 1, 1).AddDays(day))], close);
        var report = new DoctorReport(400,
        [
            new Finding(FindingKind.FalseHigh, series.Times[50], "High", 200, 131, "wick"), new Finding(FindingKind.FalseLow, series.Times[60], "Low", 100, null, "crash"),
            new Finding(FindingKind.Gap, series.Times[70], "Time", null, null, "gap"),
        ]);
        Chart chart = PriceChart.Of(report, series)!;
        Assert.Equal("2015 has most of the suspicious values, 2 of 2", chart.Title);
        Assert.All((string[])["100", "200", "price, logarithmic"], word => Assert.Contains(word, Words(chart)));
        string drawn = chart.ToSvg(Chart.Wide, "x").ToString();
        Assert.Contains($"fill=\"{Palette.Vermilion}\"", drawn, StringComparison.Ordinal);
        Assert.Contains($"stroke=\"{Palette.Green}\"", drawn, StringComparison.Ordinal);
        Assert.Null(PriceChart.Of(new DoctorReport(400, []), series));
        Assert.Equal([Math.Log(100), Math.Log(200), Math.Log(500)], PriceChart.Logarithmic(close.Select(value => value + 19)).Ticks.Positions, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Whatever is left without a colour is black on every paper, so a style sheet could not turn it for dark ones.
    [Fact]
    public void Every_mark_says_its_colour_and_has_a_length()
    {
        foreach (Chart? chart in (Chart?[])[LeaderboardChart.Of(Result, Colors), SkillChart.Of(Result, Colors), ErrorChart.Of(Result, Colors), ForecastChart.Of(Result, Colors)])
        {
            var marks = chart!.ToSvg(Chart.Wide, "x").Descendants().Where(element => element.Name.LocalName == "path").ToArray();
            Assert.NotEmpty(marks);
            Assert.All(marks, mark => Assert.NotNull(mark.Attribute("fill") ?? mark.Attribute("stroke")));
            Assert.All(marks, mark => Assert.DoesNotMatch(@"^M(\S+ \S+)L\1$", (string?)mark.Attribute("d")!));
        }
    }

    [Fact]
    public void Words_are_text_and_no_font_is_named()
    {
        foreach (Chart? chart in (Chart?[])[LeaderboardChart.Of(Result, Colors), SkillChart.Of(Result, Colors), ErrorChart.Of(Result, Colors), FoldChart.Of(Result), ForecastChart.Of(Result, Colors)])
        {
            Assert.NotEmpty(Words(chart!));
            Assert.DoesNotContain(chart!.ToSvg(Chart.Narrow, "x").Descendants().SelectMany(element => element.Attributes()), attribute => attribute.Name.LocalName == "font-family");
        }
    }
}
