namespace Fathom.Validation.Tests;

public class OtherSplittersTests
{
    [Fact]
    public void Repeats_test_every_label_once_each_and_differ()
    {
        LabelSpans spans = LabelSpan.Horizon(53, 0);
        Split[] splits = [.. new RepeatedKFold(5, 3) { Seed = 7 }.Split(spans)];
        Assert.Equal(15, splits.Length);
        for (int r = 0; r < 3; r++)
            Assert.Equal(Enumerable.Range(0, 53), splits[(5 * r)..(5 * r + 5)].SelectMany(s => s.Test).Order());
        Assert.NotEqual(splits[0].Test, splits[5].Test);
        Assert.Equal(splits[0].Test, new RepeatedKFold(5, 3) { Seed = 7 }.Split(spans).First().Test);
    }

    [Fact]
    public void Shuffled_stratification_keeps_the_shares()
    {
        int[] classes = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 1 : 0)];
        var cv = new StratifiedKFold(5, classes) { Shuffle = true, Seed = 3 };
        Assert.All(cv.Split(LabelSpan.Horizon(100, 0)), s => Assert.Equal(2, s.Test.Count(i => classes[i] == 1)));
    }

    [Fact]
    public void Impossible_set_ups_say_what_to_change()
    {
        Assert.Contains("merge rare classes", Assert.Throws<ArgumentException>(() => new StratifiedKFold(3, [0, 0, 0, 1, 1])).Message);
        Assert.Contains("at most 2 folds", Assert.Throws<ArgumentException>(() => new GroupKFold(3, [1, 1, 2])).Message);
        Assert.Contains("give one per label", Assert.Throws<ArgumentException>(() => new GroupKFold(2, [1, 1, 2]).Split(LabelSpan.Horizon(5, 0))).Message);
    }

    [Fact]
    public void A_diagram_shows_who_is_trained_on_and_who_is_not()
    {
        string text = FoldDiagram.ToText(LabelSpan.Horizon(30, 2), new PurgedKFold(3) { Embargo = Embargo.Observations(3) });
        Assert.Equal(
            """
            1 |##########xx~~~===============|
            2 |========xx##########xx~~~=====|
            3 |==================xx##########|
               = train  # test  x purged  ~ embargo

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void An_SVG_diagram_is_well_formed_and_draws_every_stretch()
    {
        var svg = System.Xml.Linq.XDocument.Parse(FoldDiagram.ToSvg(LabelSpan.Horizon(30, 2), new PurgedKFold(3) { Embargo = Embargo.Observations(3) }));
        // 4 + 6 + 3 stretches and 4 in the legend.
        Assert.Equal(17, svg.Descendants().Count(e => e.Name.LocalName == "rect"));
    }
}
