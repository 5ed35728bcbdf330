using System.Globalization;
using Fathom.Trees;

namespace Fathom.Benchmarks.Trees;

/// <summary>Ways to learn from columns of very many levels: losses on training and held-out rows side by side, for a leak shows between them.</summary>
internal static class CategoryComparison
{
    internal static void Run(int seeds, int threads)
    {
        Console.WriteLine("\nhigh cardinality 33,000 x 9, up to 7,000 levels, 100 trees: log loss, mean of the seeds");
        Console.WriteLine("                                    training   held out");
        var totals = new Dictionary<string, (double Train, double Test)>();
        for (int seed = 0; seed < seeds; seed++)
        {
            DataSet data = HighCardinality.Draw(seed, 33_000), greedy = HighCardinality.Greedy(data);
            Workload symmetric = new("symmetric 6", null, null, TreeGrowth.Symmetric) { Categorical = true }, leafWise = Workload.All[2];
            Take("ordered statistics, symmetric 6", new FathomEngine(symmetric with { Handling = CategoryHandling.OrderedStatistics }), data);
            Take("hybrid (default), symmetric 6", new FathomEngine(symmetric with { Handling = CategoryHandling.Hybrid }), data);
            Take("hybrid (default), leaf-wise 63", new FathomEngine(leafWise with { Handling = CategoryHandling.Hybrid }), data);
            Take("hybrid, pairs, symmetric 6", new FathomEngine(symmetric with { Handling = CategoryHandling.Hybrid, MaxCombination = 2 }), data);
            Take("hybrid, pairs, leaf-wise 63", new FathomEngine(leafWise with { Handling = CategoryHandling.Hybrid, MaxCombination = 2 }), data);
            Take("sets of levels, leaf-wise 63", new FathomEngine(leafWise), data);
            Take("LightGBM categorical, 63 leaves", new LightGbmEngine(leafWise), data);
            Take("greedy statistics, symmetric 6", new FathomEngine(symmetric with { Categorical = false }), greedy);

            void Take(string name, IEngine engine, DataSet rows)
            {
                using (engine)
                {
                    engine.Prepare(rows, seed, threads);
                    engine.Train(100, () => { });
                    (double train, double test) = totals.GetValueOrDefault(name);
                    totals[name] = (train + Quality.LogLoss(rows.Train.Labels, engine.Predict(rows.Train)), test + Quality.LogLoss(rows.Test.Labels, engine.Predict(rows.Test)));
                }
            }
        }
        foreach ((string name, (double train, double test)) in totals)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34}  {train / seeds,8:0.0000}   {test / seeds,8:0.0000}"));
    }
}
