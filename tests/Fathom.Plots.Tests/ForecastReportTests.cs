using System.Xml.Linq;
using Fathom.Forecasting;
using Fathom.Plots.Tests.Support;

namespace Fathom.Plots.Tests;

public class ForecastReportTests
{
    private static XElement Parse(string html) => XDocument.Parse(html["<!DOCTYPE html>\n".Length..]).Root!;

    private static XElement Page(params TournamentResult[] results) => Parse(ForecastReport.ToHtml(results));

    [Fact]
    public void Is_well_formed_self_contained_and_small()
    {
        string html = ForecastReport.ToHtml([Results.Plain]);
        XElement page = Parse(html);
        Assert.True(html.Length < 3 << 20, $"{html.Length} bytes");
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        string[] loads = [.. page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "src" or "href").Select(attribute => attribute.Value)];
        Assert.NotEmpty(loads);
        Assert.All(loads, target => Assert.StartsWith("#", target, StringComparison.Ordinal));
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(http", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique_and_every_link_has_its_anchor()
    {
        XElement page = Page(Results.Plain, Results.Plain);
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (XAttribute link in page.Descendants().Attributes("href")) Assert.Contains(link.Value[1..], ids);
        foreach (XAttribute clip in page.Descendants().Attributes("clip-path")) Assert.Contains(clip.Value["url(#".Length..^1], ids);
    }

    [Fact]
    public void Every_picture_can_be_read_aloud()
    {
        XElement[] pictures = [.. Page(Results.Plain).Descendants().Where(element => element.Name.LocalName == "svg")];
        Assert.True(pictures.Length >= 10, $"{pictures.Length} pictures");
        foreach (XElement picture in pictures)
        {
            Assert.Equal("img", (string?)picture.Attribute("role"));
            Assert.False(string.IsNullOrWhiteSpace(picture.Elements().First(element => element.Name.LocalName == "title").Value));
            Assert.False(string.IsNullOrWhiteSpace(picture.Elements().First(element => element.Name.LocalName == "desc").Value));
        }
    }

    [Fact]
    public void The_verdict_comes_first_then_the_table_best_first()
    {
        XElement page = Page(Results.Plain);
        Assert.Equal(Results.Plain.Verdict.Sentence, page.Descendants("ul").First(list => (string?)list.Attribute("class") == "answers").Descendants("strong").Single().Value);
        XElement table = page.Descendants("table").First();
        string[] models = [.. table.Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").ElementAt(1).Value)];
        Assert.Equal([.. Results.Plain.Leaderboard.Select(row => row.IsBaseline ? $"{row.Model} (baseline)" : row.Model)], models);
        // Zero never names a direction and has no deviation over seeds.
        XElement zero = table.Descendants("tr").Single(row => row.Elements("td").Skip(1).FirstOrDefault()?.Value == "zero (baseline)");
        Assert.Equal("–", zero.Elements("td").ElementAt(5).Value);
        Assert.Equal("–", zero.Elements("td").ElementAt(6).Value);
        Assert.DoesNotContain("NaN", table.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void No_tag_closes_itself_where_html_does_not_know_it()
    {
        string html = ForecastReport.ToHtml([Results.Plain with { ResidualTests = [], Warnings = [] }]);
        string[] closed = [.. System.Text.RegularExpressions.Regex.Matches(html, "<([a-z0-9]+)[^<>]*/>").Select(match => match.Groups[1].Value).Distinct()];
        Assert.Subset(new HashSet<string> { "meta", "br", "path", "rect", "circle", "line", "ellipse", "use", "polyline", "polygon" }, closed.ToHashSet());
    }

    [Fact]
    public void Names_from_outside_stay_text()
    {
        const string Hostile = "<script>alert(1)</script>\"&'\u0007 \U0001F4C8";
        string html = ForecastReport.ToHtml([Results.Run(Hostile, 500, ["ridge"])]);
        XElement page = Parse(html);
        Assert.Empty(page.Descendants("script"));
        Assert.Contains("<script>alert(1)</script>\"&' \U0001F4C8", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_and_the_way_to_repeat_the_run_are_shown()
    {
        XElement page = Page(Results.Plain);
        XElement data = page.Descendants("section").Single(section => (string?)section.Attribute("id") == "data");
        Assert.Equal(Results.Plain.Doctor.Findings.Count, data.Descendants("tbody").Single().Elements("tr").Count());
        XElement method = page.Descendants("section").Single(section => (string?)section.Attribute("id") == "method");
        Assert.Contains(Results.Plain.Manifest.DataSha256, method.Value, StringComparison.Ordinal);
        Assert.Equal(Results.Plain.Manifest.Command, method.Descendants("code").Single().Value);
    }

    [Fact]
    public void Partial_results_make_a_report_too()
    {
        TournamentResult whole = Results.Plain;
        TournamentResult onlyBaselines = whole with
        {
            Leaderboard = [.. whole.Leaderboard.Where(row => row.IsBaseline)], Forecasts = [.. whole.Forecasts.Where(forecast => whole.Leaderboard.Any(row => row.IsBaseline && row.Model == forecast.Model))],
            Superiority = null, TrainingCurves = [], ResidualTests = [], Verdict = whole.Verdict with { BestModel = null, PValue = null, Skill = null },
            Unfinished = [new UnrankedModel("ridge", false, 1, 3, "The tournament was cancelled.")], Warnings = [new TournamentWarning(WarningKind.Leakage, "7 training labels overlap", 7)],
        };
        XElement page = Page(onlyBaselines);
        Assert.Contains("cancelled", page.Value, StringComparison.Ordinal);
        Assert.Contains("7 training labels overlap", page.Value, StringComparison.Ordinal);
        TournamentResult nothing = onlyBaselines with { Leaderboard = [], Forecasts = [], BestBaseline = null, Verdict = onlyBaselines.Verdict with { BestBaseline = null }, Doctor = new DoctorReport(10, []) };
        Assert.Contains("nothing was found to repair", Page(nothing).Value, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ForecastReport.ToHtml([]));
    }

    [Fact]
    public void Leaks_stand_under_the_answer_and_before_other_warnings()
    {
        XElement page = Page(Results.Plain with
        {
            Warnings = [new TournamentWarning(WarningKind.Data, "A gap of 4 days.", 1), new TournamentWarning(WarningKind.Leakage, "7 training labels overlap test labels.", 7)],
        });
        XElement[] warnings = [.. page.Descendants("div").Where(box => (string?)box.Attribute("class") == "warning")];
        Assert.Equal(2, warnings.Length);
        Assert.Equal("ul", warnings[0].ElementsBeforeSelf().Last().Name.LocalName);
        Assert.Equal(["Leak. 7 training labels overlap test labels."], warnings[0].Descendants("li").Select(item => item.Value));
        Assert.Equal(["Leak. 7 training labels overlap test labels.", "A gap of 4 days."], warnings[1].Descendants("li").Select(item => item.Value));
    }

    [Fact]
    public void A_file_wrong_throughout_does_not_make_the_page_too_large()
    {
        const int Days = 60_000;
        var start = new DateTime(1900, 1, 1);
        var series = new PriceSeries("made", [.. Enumerable.Range(0, Days).Select(day => start.AddDays(day))], [.. Enumerable.Range(0, Days).Select(day => 100 + day % 7.0)]);
        Finding[] findings = [.. series.Times.Select(time => new Finding(FindingKind.FalseHigh, time, "High", 150, 101, "The upper wick is 40 % of the bar, 12 times the usual range; nothing else moved."))];
        string html = ForecastReport.ToHtml([Results.Plain with { Doctor = new DoctorReport(Days, findings) }], series);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(html) < 3_000_000, $"{html.Length} characters");
        Assert.Contains("The first 1,000 of 60,000 findings", html, StringComparison.Ordinal);
        Assert.Contains("1,000 of 60,000 are drawn", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_baseline_is_told_from_the_others()
    {
        XElement table = Page(Results.Plain).Descendants("table").First();
        XElement best = Assert.Single(table.Descendants("tr"), row => (string?)row.Attribute("class") == "baseline best");
        Assert.Equal($"{Results.Plain.BestBaseline} (baseline)", best.Elements("td").ElementAt(1).Value);
    }

    [Fact]
    public void It_is_the_same_for_the_same_results() => Assert.Equal(ForecastReport.ToHtml([Results.Plain]), ForecastReport.ToHtml([Results.Plain]));
}
