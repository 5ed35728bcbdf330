using System.Reflection;

namespace Fathom.Trees.Tests.Boosting;

public class OptionsTests
{
    private static readonly PropertyInfo[] Options = typeof(BoostingOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [Fact]
    public void Every_option_is_copied_and_saved()
    {
        // Threads belong to the machine; with leaf-wise growth the depth has a default of its own.
        var set = new BoostingOptions
        {
            Trees = 7, LearningRate = 0.7, Growth = TreeGrowth.LeafWise, Split = SplitMethod.Exact, MaxDepth = 9, MaxLeaves = 8, MinChildWeight = 0.25, MinLeafRows = 3, L1 = 0.125, L2 = 0.5, MaxDelta = 4,
            Monotone = [MonotoneDirection.Rising], Interactions = [[0, 2], [1]], ColumnFractionPerLevel = 0.75, ColumnFractionPerNode = 0.25,
            Gamma = 0.75, LinearLeaves = true, LinearL2 = 0.25, Sampling = RowSampling.Bernoulli(0.5), ColumnFraction = 0.5, Dart = new Dart { MaxDrop = 2 }, Categories = CategoryHandling.Splits, MaxCombination = 2, Bins = 16, Threads = 1, Seed = 5,
        };
        var defaults = new BoostingOptions();
        var copied = new GradientBoostingRegressor(set);
        foreach (PropertyInfo option in Options)
        {
            Assert.True(option.Name == nameof(BoostingOptions.Threads) || !Equals(option.GetValue(defaults), option.GetValue(set)), $"This test sets {option.Name} to its default.");
            Assert.Equal(option.GetValue(set), option.GetValue(copied));
        }
        BoostingOptions saved = SavedOptions.Of(copied).ToOptions();
        foreach (PropertyInfo option in Options.Where(option => option.Name != nameof(BoostingOptions.Threads)))
            Assert.Equal(option.GetValue(set), option.GetValue(saved));
    }

    [Fact]
    public void A_copied_depth_is_still_a_default()
    {
        var deeper = new GradientBoostingRegressor(new BoostingOptions()) { Growth = TreeGrowth.LeafWise };
        Assert.Equal(64, deeper.MaxDepth);
        Assert.Equal(6, new GradientBoostingRegressor(GradientBoosting.CatBoostStyle()).MaxDepth);
    }

    [Fact]
    public void Presets_fit_every_estimator()
    {
        Features features = Features.FromColumns(
            Enumerable.Range(0, 120).Select(row => (float)(row % 17)).ToArray(), Enumerable.Range(0, 120).Select(row => $"{row % 5}").ToArray());
        double[] labels = [.. Enumerable.Range(0, 120).Select(row => (double)(row % 2))];
        foreach (BoostingOptions style in (BoostingOptions[])[GradientBoosting.XGBoostStyle(), GradientBoosting.LightGbmStyle(), GradientBoosting.CatBoostStyle()])
        {
            foreach (GradientBoosting model in (GradientBoosting[])[
                new GradientBoostingRegressor(style) { Trees = 2 }, new GradientBoostingClassifier(style) { Trees = 2 }, new GradientBoostingRanker(style) { Trees = 2 }])
            {
                model.Fit(features, labels);
            }
            new GradientBoostingSurvival(style) { Trees = 2, Categories = CategoryHandling.Splits }.Fit(features, Array.ConvertAll(labels, label => label + 1));
        }
        Assert.Throws<ArgumentNullException>(() => new GradientBoostingRegressor(null!));
    }
}
