using System.Text;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Categories;

public class CombinationTests
{
    private static readonly Pairs Train = Pairs.Draw(seed: 1, count: 12_000), Held = Pairs.Draw(seed: 2, count: 4000);

    [Theory, InlineData(TreeGrowth.DepthWise), InlineData(TreeGrowth.LeafWise), InlineData(TreeGrowth.Symmetric)]
    public void What_pairs_decide_is_learnt_from_pairs_without_a_leak(TreeGrowth growth)
    {
        (_, double alone) = Losses(1);
        (double training, double pairs) = Losses(2);
        // A column alone says nothing: no honest model is better than log 2. Of the 87 % of rows without missing levels who knows the pairs has a loss of 0.325, of the others log 2: 0.373.
        Assert.InRange(alone, Math.Log(2) - 0.01, Math.Log(2) + 0.02);
        Assert.InRange(pairs, 0.373 - 0.02, 0.45);
        Assert.InRange(pairs - training, -0.06, 0.03);

        (double Training, double HeldOut) Losses(int maxCombination)
        {
            var model = new GradientBoostingClassifier { Trees = 40, Growth = growth, Categories = CategoryHandling.OrderedStatistics, MaxCombination = maxCombination };
            BoostingHistory history = model.Fit(Train.Features, Train.Labels, validation: (Held.Features, Held.Labels));
            return (history.TrainingLoss[^1], history.ValidationLoss[^1]);
        }
    }

    /// <summary>Strings of both columns in one are the definition: missing levels, unseen pairs and unseen levels included.</summary>
    [Theory, InlineData(CategoryHandling.OrderedStatistics), InlineData(CategoryHandling.Hybrid)]
    public void A_combination_is_a_column_of_tuples(CategoryHandling handling)
    {
        var combined = new GradientBoostingClassifier { Trees = 15, Categories = handling, MaxCombination = 2 };
        var spelled = new GradientBoostingClassifier { Trees = 15, Categories = handling };
        combined.Fit(Train.Features, Train.Labels);
        spelled.Fit(Train.Spelled, Train.Labels);
        Assert.Equal(spelled.PredictProbability(Train.Spelled), combined.PredictProbability(Train.Features));
        Assert.Equal(spelled.PredictProbability(Held.Spelled), combined.PredictProbability(Held.Features));
        Assert.Contains(combined.Ensemble.Trees, tree => tree.Nodes.Any(node => node.Feature == 3));
        var strange = new Pairs(["a1", null, "new", "a3", null], ["b2", "b2", "b1", null, null], new float[5], new int[5]);
        Assert.Equal(spelled.PredictProbability(strange.Spelled), combined.PredictProbability(strange.Features));
    }

    [Fact]
    public void The_model_is_the_same_at_any_number_of_threads_and_comes_back()
    {
        string one = Saved(Fit(1));
        foreach (int threads in (int[])[2, 3, 8])
            Assert.Equal(one, Saved(Fit(threads)));
        Assert.Contains("\"version\":2", one, StringComparison.Ordinal);
        GradientBoostingClassifier model = Fit(1), again = Load(one);
        Assert.Equal(2, again.MaxCombination);
        Assert.Equal(model.PredictProbability(Held.Features), again.PredictProbability(Held.Features));
        Assert.Equal(one, Saved(again));

        static GradientBoostingClassifier Fit(int threads)
        {
            var model = new GradientBoostingClassifier { Trees = 8, MaxCombination = 2, Threads = threads, Sampling = RowSampling.Bernoulli(0.8), ColumnFraction = 0.9 };
            model.Fit(Train.Features, Train.Labels);
            return model;
        }
    }

    [Fact]
    public void Damaged_combinations_are_refused()
    {
        var model = new GradientBoostingClassifier { Trees = 2, MaxCombination = 2 };
        model.Fit(Train.Features, Train.Labels);
        string json = Saved(model);
        Refuses("ascending columns of categories", "\"columns\":[0,1]", "\"columns\":[0,2]");
        Refuses("ascending columns of categories", "\"columns\":[0,1]", "\"columns\":[1,0]");
        Refuses("ascending columns of categories", "\"columns\":[0,1]", "\"columns\":[0,7]");
        Refuses("do not fit its tuples", "\"keys\":[", "\"keys\":[5,");
        int keys = json.IndexOf("\"keys\":[", StringComparison.Ordinal) + "\"keys\":[".Length;
        string[] tuples = json[keys..json.IndexOf(']', keys)].Split(',');
        Refuses("stands twice", $"\"keys\":[{tuples[0]},", $"\"keys\":[{tuples[1]},");
        Refuses("a level that its column has not", $"\"keys\":[{tuples[0]},", "\"keys\":[123456789,");

        void Refuses(string words, string sound, string damaged)
        {
            Assert.Contains(sound, json, StringComparison.Ordinal);
            Assert.Contains(words, Assert.Throws<InvalidDataException>(() => Load(json.Replace(sound, damaged, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rows_of_codes_score_as_columns_do()
    {
        var model = new GradientBoostingClassifier { Trees = 10, MaxCombination = 2 };
        model.Fit(Train.Features, Train.Labels);
        EnsemblePredictor predictor = model.Predictor;
        Assert.Equal(3, predictor.Columns);
        var rows = new float[Held.Labels.Length * 3];
        for (int row = 0; row < Held.Labels.Length; row++)
        {
            rows[row * 3] = Code(predictor.LevelsOf(0)!, Held.First[row]);
            rows[row * 3 + 1] = Code(predictor.LevelsOf(1)!, Held.Second[row]);
            rows[row * 3 + 2] = Held.Numbers[row];
        }
        var together = new float[Held.Labels.Length];
        predictor.Predict(rows, together);
        float[,] expected = model.PredictProbability(Held.Features);
        var one = new float[1];
        for (int row = 0; row < together.Length; row++)
        {
            predictor.Predict(rows.AsSpan(row * 3, 3), one);
            Assert.Equal((expected[row, 1], expected[row, 1]), (together[row], one[0]));
        }

        static float Code(IReadOnlyList<string> levels, string? level)
        {
            int code = level is null ? -1 : Enumerable.Range(0, levels.Count).FirstOrDefault(code => levels[code] == level, levels.Count);
            return code < 0 ? float.NaN : code;
        }
    }

    [Fact]
    public void Rounds_in_two_runs_are_those_of_one_and_other_rows_keep_the_statistics()
    {
        GradientBoostingClassifier whole = new() { Trees = 20, MaxCombination = 2 }, parts = new() { Trees = 9, MaxCombination = 2 };
        var data = new BoostingData(Train.Features, Train.Labels);
        whole.Fit(data);
        parts.Fit(data);
        parts.Continue(data, 11);
        Assert.Equal(Saved(whole)[Saved(whole).IndexOf("\"features\"", StringComparison.Ordinal)..], Saved(parts)[Saved(parts).IndexOf("\"features\"", StringComparison.Ordinal)..]);

        BoostingHistory history = parts.Continue(new(Held.Features, Held.Labels), 3, [new(Held.Features, Held.Labels)]);
        Assert.Equal(history.TrainingLoss, history.ValidationLoss, (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Fact]
    public void Explanations_name_combinations()
    {
        var model = new GradientBoostingClassifier { Trees = 12, MaxCombination = 2 };
        model.Fit(Train.Features, Train.Labels);
        FeatureImportance first = model.Importance[0];
        Assert.Equal((3, "a × b"), (first.Feature, first.Name));
        ShapValues shap = new TreeExplainer(model).Explain(Held.Features);
        float[,] probabilities = model.PredictProbability(Held.Features);
        for (int row = 0; row < 50; row++)
        {
            double score = shap.BaseValues[0] + Enumerable.Range(0, 4).Sum(column => shap[row, column]);
            Assert.Equal(probabilities[row, 1], 1 / (1 + Math.Exp(-score)), 1e-6);
        }
        Assert.Contains("a × b", model.TreeToText(0), StringComparison.Ordinal);
        DecisionStep step = Assert.Single(model.DecisionPath(Held.Features, 0, 0), step => step.Node == 0);
        Assert.StartsWith("mean of a × b", step.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Combinations_keep_to_constraints()
    {
        // Apart from each other the columns may not stand on one way, so neither may their combination with either; in one set all may.
        foreach ((int[][] sets, bool together) in ((int[][], bool)[])[([[0], [1]], false), ([[0, 1], [2]], true)])
        {
            var model = new GradientBoostingClassifier { Trees = 5, MaxDepth = 4, MaxCombination = 2, Interactions = sets, Categories = CategoryHandling.OrderedStatistics, Monotone = new MonotoneDirection[3] };
            model.Fit(Train.Features, Train.Labels);
            bool mixes = model.Ensemble.Trees.Any(tree => tree.Nodes.Any(node => node.Feature == 3) && tree.Nodes.Any(node => node.Feature is 0 or 1));
            Assert.Equal(together, mixes);
        }
    }

    [Fact]
    public void What_cannot_be_combined_is_refused()
    {
        Refuses("set Categories to Hybrid", new GradientBoostingClassifier { MaxCombination = 2, Categories = CategoryHandling.Splits }, Train.Labels);
        Refuses("set MaxCombination to 1", new GradientBoostingClassifier { MaxCombination = 2 }, [.. Train.Labels.Select((_, row) => row % 3)]);
        Refuses("set MaxCombination to 1", new GradientBoostingSurvival { MaxCombination = 2 }, [.. Train.Labels.Select(label => label + 1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingClassifier { MaxCombination = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientBoostingClassifier { MaxCombination = 5 });

        var model = new GradientBoostingClassifier { Trees = 2, MaxCombination = 2 };
        model.Fit(Train.Features, Train.Labels);
        foreach (Action write in (Action[])[() => XgboostModel.Write(model, Stream.Null), () => LightGbmModel.Write(model, Stream.Null), () => model.Predictor.PortableTrees()])
            Assert.Contains("MaxCombination = 1", Assert.Throws<NotSupportedException>(write).Message, StringComparison.Ordinal);

        static void Refuses(string words, GradientBoosting model, int[] labels) =>
            Assert.Contains(words, Assert.Throws<InvalidOperationException>(() => model.Fit(Train.Features, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Combinations_that_say_nothing_are_left_out()
    {
        // Column 1 follows from column 0; 3 has a level for every row; 4 is constant.
        float[][] codes = [.. Enumerable.Range(0, 6).Select(_ => new float[400])];
        var random = new Random(1);
        for (int row = 0; row < 400; row++)
        {
            codes[0][row] = random.Next(12);
            codes[1][row] = codes[0][row] < 6 ? 0 : 1;
            codes[2][row] = random.Next(4) == 0 ? float.NaN : random.Next(3);
            codes[3][row] = row;
            codes[5][row] = random.NextSingle();
        }
        Assert.Equal(["0 2", "1 2"], Chosen([12, 2, 3, 400, 1, 0], 2));
        // With column 2, column 0 tells apart what it does with 1 too.
        Assert.Equal(["0 2", "1 2"], Chosen([12, 2, 3, 400, 1, 0], 3));

        string[] Chosen(int[] levels, int most) => [.. CombinationChoice.Choose(levels, codes, most).Select(chosen => string.Join(' ', chosen.Combination.Columns)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Of_very_many_combinations_those_of_few_levels_are_taken()
    {
        var random = new Random(2);
        int[] levels = [.. Enumerable.Range(0, 30).Select(column => 2 + (column * 7) % 30)];
        float[][] codes = [.. levels.Select(count => Enumerable.Range(0, 5000).Select(_ => (float)random.Next(count)).ToArray())];
        int[][] chosen = [.. CombinationChoice.Choose(levels, codes, 3).Select(item => item.Combination.Columns.ToArray())];
        IEnumerable<int[]> pairs = Enumerable.Range(0, 30).SelectMany(a => Enumerable.Range(a + 1, 29 - a).Select(b => (int[])[a, b]));
        IEnumerable<int[]> triples = pairs.SelectMany(pair => Enumerable.Range(pair[1] + 1, 29 - pair[1]).Select(c => (int[])[.. pair, c]));
        int[][] expected = [.. pairs.Concat(triples).OrderBy(columns => columns.Aggregate(1L, (size, column) => size * (levels[column] + 1))).Take(CombinationChoice.MostCombinations)];
        Assert.Equal(expected.Length, chosen.Length);
        Assert.Equal(expected.Select(Product).Order(), chosen.Select(Product).Order());
        Assert.Contains(chosen, columns => columns.Length == 3);

        long Product(int[] columns) => columns.Aggregate(1L, (size, column) => size * (levels[column] + 1));
    }

    private static string Saved(GradientBoosting model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static GradientBoostingClassifier Load(string json) => GradientBoostingClassifier.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    /// <summary>Two columns of 30 levels, an even and an odd one of which are missing, and a column of noise. The label says nine times of ten whether both levels are even or odd.</summary>
    private sealed record Pairs(string?[] First, string?[] Second, float[] Numbers, int[] Labels)
    {
        private const int Levels = 30;

        internal Features Features => Features.FromColumns(FeatureColumn.Categories(First, "a"), FeatureColumn.Categories(Second, "b"), FeatureColumn.Numbers(Numbers, "noise"));

        internal Features Spelled => Features.FromColumns(
        [
            .. Features.Columns, FeatureColumn.Categories([.. First.Zip(Second, (first, second) => $"{first}|{second}")], "both"),
        ]);

        internal static Pairs Draw(int seed, int count)
        {
            var random = new Random(seed);
            var pairs = new Pairs(new string?[count], new string?[count], new float[count], new int[count]);
            for (int row = 0; row < count; row++)
            {
                (int a, int b) = (random.Next(Levels), random.Next(Levels));
                pairs.First[row] = a % 15 == 0 ? null : $"a{a}";
                pairs.Second[row] = b % 15 == 0 ? null : $"b{b}";
                pairs.Numbers[row] = random.NextSingle();
                int coin = (a + b) % 2;
                pairs.Labels[row] = random.NextDouble() < 0.9 ? coin : 1 - coin;
            }
            return pairs;
        }
    }
}
