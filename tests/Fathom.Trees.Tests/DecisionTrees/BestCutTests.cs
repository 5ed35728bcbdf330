using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.DecisionTrees;

/// <summary>The root's question against every question that could be asked, criteria written as in the textbook.</summary>
public class BestCutTests
{
    private const int Sets = 25, Count = 18, Levels = 5;

    [Theory]
    [InlineData(ClassificationCriterion.Gini), InlineData(ClassificationCriterion.Entropy), InlineData(ClassificationCriterion.ErrorRate)]
    public void No_question_lowers_impurity_of_classes_more(ClassificationCriterion criterion)
    {
        for (int seed = 0; seed < Sets; seed++)
        {
            (float[,] values, string?[] city, float[] weights, Random random) = Draw(seed);
            int[] labels = [.. Enumerable.Range(0, Count).Select(row => random.Next(3) + (values[row, 0] > 0 ? 1 : 0) > 1 ? 1 : 0)];
            if (labels.Distinct().Count() < 2)
                continue;
            var tree = new DecisionTreeClassifier { Criterion = criterion, MaxDepth = 1 };
            tree.Fit(Inputs(values, city), labels, weights);
            Check(tree.Tree, values, city, rows => Impurity(criterion, rows, labels, weights), weights);
        }
    }

    [Theory]
    [InlineData(RegressionCriterion.SquaredError), InlineData(RegressionCriterion.AbsoluteError), InlineData(RegressionCriterion.Poisson)]
    public void No_question_lowers_deviations_of_targets_more(RegressionCriterion criterion)
    {
        for (int seed = 0; seed < Sets; seed++)
        {
            (float[,] values, string?[] city, float[] weights, Random random) = Draw(seed);
            double[] targets = [.. Enumerable.Range(0, Count).Select(row => (double)random.Next(6))];
            // Under absolute error the order by means need not hold the best division of levels: numbers only.
            string?[]? levels = criterion == RegressionCriterion.AbsoluteError ? null : city;
            var tree = new DecisionTreeRegressor { Criterion = criterion, MaxDepth = 1 };
            tree.Fit(Inputs(values, levels), targets, weights);
            Check(tree.Tree, values, levels, rows => Deviation(criterion, rows, targets, weights), weights);
        }
    }

    private static void Check(DecisionTree tree, float[,] values, string?[]? city, Func<int[], double> impurity, float[] weights)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => weights[row] > 0)];
        double total = Weight(rows), best = double.NegativeInfinity;
        foreach (Func<int, bool> goesLeft in Questions(values, city))
        {
            int[] left = [.. rows.Where(goesLeft)], right = [.. rows.Where(row => !goesLeft(row))];
            if (left.Length > 0 && right.Length > 0)
                best = Math.Max(best, total * impurity(rows) - Weight(left) * impurity(left) - Weight(right) * impurity(right));
        }
        Assert.Equal(impurity(rows), tree.Nodes[0].Impurity, 1e-10);
        if (tree.Nodes[0].IsLeaf)
        {
            Assert.True(best < 1e-9 || double.IsNegativeInfinity(best));
            return;
        }
        DecisionTreeNode asked = tree.Nodes[0], yes = tree.Nodes[1], no = tree.Nodes[2];
        Assert.Equal(best, asked.Weight * asked.Impurity - yes.Weight * yes.Impurity - no.Weight * no.Impurity, 1e-9);

        double Weight(int[] some) => some.Sum(row => (double)weights[row]);
    }

    private static IEnumerable<Func<int, bool>> Questions(float[,] values, string?[]? city)
    {
        for (int column = 0; column < values.GetLength(1); column++)
        {
            int c = column;
            foreach (float threshold in Enumerable.Range(0, Count).Select(row => values[row, c]).Where(value => !float.IsNaN(value)).Distinct())
            {
                yield return row => values[row, c] <= threshold;
                yield return row => values[row, c] <= threshold || float.IsNaN(values[row, c]);
            }
        }
        for (int subset = 0; city is not null && subset < 1 << Levels; subset++)
        {
            int set = subset;
            yield return row => city[row] is { } level && (set >> (level[0] - 'a') & 1) != 0;
            yield return row => city[row] is not { } level || (set >> (level[0] - 'a') & 1) != 0;
        }
    }

    private static (float[,] Values, string?[] City, float[] Weights, Random Random) Draw(int seed)
    {
        var random = new Random(seed);
        var values = new float[Count, 2];
        var city = new string?[Count];
        var weights = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            values[row, 0] = random.Next(8) == 0 ? float.NaN : MathF.Round((float)RandomRows.Normal(random), 1);
            values[row, 1] = random.Next(5) == 0 ? float.NaN : random.Next(4);
            city[row] = random.Next(7) == 0 ? null : ((char)('a' + random.Next(Levels))).ToString();
            weights[row] = random.Next(6) / 2f;
        }
        return (values, city, weights, random);
    }

    private static Features Inputs(float[,] values, string?[]? city)
    {
        Features numbers = Features.FromRows(values);
        return city is null ? numbers : Features.FromColumns([.. numbers.Columns, city]);
    }

    private static double Impurity(ClassificationCriterion criterion, int[] rows, int[] labels, float[] weights)
    {
        double all = rows.Sum(row => (double)weights[row]);
        double[] shares = [.. rows.GroupBy(row => labels[row]).Select(group => group.Sum(row => weights[row]) / all)];
        return criterion switch
        {
            ClassificationCriterion.Gini => 1 - shares.Sum(share => share * share),
            ClassificationCriterion.Entropy => -shares.Sum(share => share * Math.Log2(share)),
            _ => 1 - shares.Max(),
        };
    }

    private static double Deviation(RegressionCriterion criterion, int[] rows, double[] targets, float[] weights)
    {
        double all = rows.Sum(row => (double)weights[row]), mean = rows.Sum(row => weights[row] * targets[row]) / all;
        return criterion switch
        {
            RegressionCriterion.SquaredError => rows.Sum(row => weights[row] * Math.Pow(targets[row] - mean, 2)) / all,
            RegressionCriterion.AbsoluteError => rows.Min(at => rows.Sum(row => weights[row] * Math.Abs(targets[row] - targets[at]))) / all,
            _ when mean == 0 => double.PositiveInfinity,
            _ => rows.Sum(row => targets[row] == 0 ? 0 : weights[row] * targets[row] * Math.Log(targets[row] / mean)) / all,
        };
    }
}
