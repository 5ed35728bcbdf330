using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Growing;

/// <summary>
/// Depth-wise trees over numbers and categories together, weighted, with missing values and ties, against sums over rows in double precision:
/// every cut of every number and every set of levels that the engine may ask about is tried in every node.
/// </summary>
public class CategoryBruteForceTests
{
    [Fact]
    public void Every_question_is_the_best_on_200_small_random_sets()
    {
        int questions = 0, aboutLevels = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int count = random.Next(5, 70);
            float[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? float.NaN : random.Next(12) / 4f)];
            int levels = random.Next(2, 9);
            string?[] names = [.. Enumerable.Range(0, count).Select(_ => random.Next(8) == 0 ? null : $"{random.Next(levels)}")];
            double[] targets = [.. Enumerable.Range(0, count).Select(row => (names[row] is null ? 1 : Math.Sin(names[row]![0] * 3)) + (numbers[row] > 1 ? 1 : 0) + 0.5 * RandomRows.Normal(random))];
            float[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(0, 5) * 100f)];
            weights[0] = 100;
            var model = new GradientBoostingRegressor { Trees = 2, MaxDepth = 3, LearningRate = 0.5, L2 = seed % 3, MinChildWeight = seed % 2 * 200 };
            model.Fit(Features.FromColumns(numbers, names), targets, weights);
            var scores = new double[count];
            Array.Fill(scores, model.Ensemble.BaseScores[0]);
            foreach (Tree tree in model.Ensemble.Trees)
                Check(tree, new Reference(numbers, names, targets, weights, scores, model), ref questions, ref aboutLevels);
        }
        Assert.True(questions > 900 && aboutLevels > 300, $"{questions} questions, {aboutLevels} of them about levels.");
    }

    private static void Check(Tree tree, Reference reference, ref int questions, ref int aboutLevels)
    {
        var open = new Stack<(int Node, int Depth, int[] Rows)>([(0, 0, [.. Enumerable.Range(0, reference.Count)])]);
        var values = new double[reference.Count];
        while (open.TryPop(out (int Node, int Depth, int[] Rows) at))
        {
            TreeNode node = tree.Nodes[at.Node];
            double best = at.Depth < 3 ? reference.BestGain(at.Rows) : double.NegativeInfinity;
            if (node.IsLeaf)
            {
                Assert.True(best <= 1e-5 * Math.Max(1, best), $"A leaf could have gained {best}.");
                foreach (int row in at.Rows)
                    values[row] = node.Value;
                continue;
            }
            int[] left = [.. at.Rows.Where(row => reference.GoesLeft(node, row))];
            double gain = reference.Gain(at.Rows, left, node.LeftLevels is not null && reference.LevelCount(at.Rows) > 4);
            Assert.Equal(best, gain, 1e-5 * Math.Max(1, best));
            Assert.Equal(gain, node.Gain, 1e-5 * Math.Max(1, best));
            questions++;
            aboutLevels += node.LeftLevels is null ? 0 : 1;
            open.Push((node.Left, at.Depth + 1, left));
            open.Push((node.Right, at.Depth + 1, [.. at.Rows.Except(left)]));
        }
        reference.Add(values);
    }

    private sealed class Reference(float[] numbers, string?[] names, double[] targets, float[] weights, double[] scores, GradientBoosting options)
    {
        private readonly string?[] _codes = [.. names.Where(name => name is not null).Distinct()];

        internal int Count => targets.Length;

        internal void Add(double[] values)
        {
            for (int row = 0; row < values.Length; row++)
                scores[row] += values[row];
        }

        internal bool GoesLeft(TreeNode node, int row) => node.LeftLevels is { } left
            ? names[row] is { } name ? left.Contains(Array.IndexOf(_codes, name)) : node.MissingLeft
            : float.IsNaN(numbers[row]) ? node.MissingLeft : numbers[row] < node.Threshold;

        internal int LevelCount(int[] rows) => rows.Where(row => weights[row] > 0).Select(row => names[row]).Distinct().Count();

        internal double BestGain(int[] rows)
        {
            double best = double.NegativeInfinity;
            foreach (float cut in numbers.Where(value => !float.IsNaN(value)).Distinct().Append(float.PositiveInfinity))
            {
                best = Math.Max(best, Gain(rows, [.. rows.Where(row => numbers[row] < cut)], false));
                best = Math.Max(best, Gain(rows, [.. rows.Where(row => float.IsNaN(numbers[row]) || numbers[row] < cut)], false));
            }
            string?[] levels = [.. rows.Where(row => weights[row] > 0).Select(row => names[row]).Distinct()];
            if (levels.Length <= 4)
                return levels.Length < 2 ? best : Math.Max(best, levels.Max(level => Gain(rows, [.. rows.Where(row => names[row] == level)], false)));
            // Sorted by gradient over hessian + 10; a prefix from either end.
            levels = [.. levels.OrderBy(level => Sum(rows.Where(row => names[row] == level)) is var (g, h) ? g / (h + 10) : 0)];
            for (int length = 1; length < levels.Length; length++)
                best = Math.Max(best, Gain(rows, [.. rows.Where(row => Array.IndexOf(levels, names[row], 0, length) >= 0)], true));
            return best;
        }

        internal double Gain(int[] rows, int[] left, bool sorted)
        {
            (double g, double h) = Sum(rows);
            (double gl, double hl) = Sum(left);
            double l2 = options.L2 + (sorted ? 10 : 0);
            if (hl <= 0 || h - hl <= 0 || hl < options.MinChildWeight || h - hl < options.MinChildWeight)
                return double.NegativeInfinity;
            return gl * gl / (hl + l2) + (g - gl) * (g - gl) / (h - hl + l2) - g * g / (h + l2);
        }

        private (double Gradient, double Hessian) Sum(IEnumerable<int> rows)
        {
            double gradient = 0, hessian = 0;
            foreach (int row in rows)
            {
                gradient += (float)(scores[row] - targets[row]) * weights[row];
                hessian += weights[row];
            }
            return (gradient, hessian);
        }
    }
}
