using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Categories;

public class HighCardinalityTests
{
    [Fact]
    public void Ordered_statistics_do_not_leak_where_greedy_ones_do()
    {
        // Three columns of up to 2,000 levels, most of them rare.
        var random = new Random(5);
        int[] cardinalities = [2000, 700, 150];
        double[][] effects = [.. cardinalities.Select(levels => Enumerable.Range(0, levels).Select(_ => RandomRows.Normal(random)).ToArray())];
        (int[][] codes, int[] labels) = Draw(9000);
        (int[][] heldCodes, int[] heldLabels) = Draw(9000);

        double prior = labels.Average();
        (double Training, double HeldOut) ordered = Fit(Names(codes), Names(heldCodes)), greedy = Fit(Greedy(codes), Greedy(heldCodes));
        double blind = -heldLabels.Average(label => label == 1 ? Math.Log(prior) : Math.Log(1 - prior));
        Assert.InRange(ordered.HeldOut - ordered.Training, -0.02, 0.02);
        Assert.True(greedy.HeldOut - greedy.Training > 0.1, $"{greedy}");
        Assert.True(ordered.HeldOut < greedy.HeldOut - 0.02 && ordered.HeldOut < blind - 0.03, $"ordered {ordered}, greedy {greedy}, without columns {blind}");

        (int[][], int[]) Draw(int count)
        {
            int[][] drawn = [.. cardinalities.Select(levels => Enumerable.Range(0, count).Select(_ => (int)(levels * Math.Pow(random.NextDouble(), 2))).ToArray())];
            int[] classes = [.. Enumerable.Range(0, count).Select(row => random.NextDouble() < 1 / (1 + Math.Exp(-Enumerable.Range(0, 3).Sum(column => effects[column][drawn[column][row]]))) ? 1 : 0)];
            return (drawn, classes);
        }

        Features Names(int[][] drawn) => Features.FromColumns([.. drawn.Select(column => FeatureColumn.Categories(Array.ConvertAll(column, code => (string?)$"{code}")))]);

        Features Greedy(int[][] drawn) => Features.FromColumns([.. drawn.Select((column, index) =>
        {
            var means = codes[index].Zip(labels).GroupBy(row => row.First).ToDictionary(group => group.Key, group => (group.Sum(row => row.Second) + prior) / (group.Count() + 1));
            return FeatureColumn.Numbers(Array.ConvertAll(column, code => means.GetValueOrDefault(code, prior)));
        })]);

        (double, double) Fit(Features train, Features held)
        {
            var model = new GradientBoostingClassifier { Trees = 40, Growth = TreeGrowth.Symmetric };
            BoostingHistory history = model.Fit(train, labels, validation: (held, heldLabels));
            return (history.TrainingLoss[^1], history.ValidationLoss[^1]);
        }
    }
}
