using System.Globalization;

namespace Fathom.Benchmarks.Trees;

/// <summary>Runs every engine on a workload in turn, seed after seed, and prints medians, ratios and intervals of the differences.</summary>
internal sealed class Comparison(Workload workload, string peers)
{
    internal void Run(Func<int, DataSet> draw, int rounds, int seeds, int threads)
    {
        List<Func<IEngine>> engines = [() => new FathomEngine(workload)];
        if (workload.LightGbm is not null && peers.Contains("LightGBM", StringComparison.Ordinal))
            engines.Add(() => new LightGbmEngine(workload));
        if (workload.Xgboost is not null && peers.Contains("XGBoost", StringComparison.Ordinal) && XgboostApi.IsAvailable)
            engines.Add(() => new XgboostEngine(workload));
        var names = new string[engines.Count];
        var runs = new Measurement[engines.Count][];
        for (int i = 0; i < runs.Length; i++)
            runs[i] = new Measurement[seeds];
        string title = "";
        WarmUp(engines, draw(seeds), threads);
        for (int seed = 0; seed < seeds; seed++)
        {
            DataSet data = draw(seed);
            title = data.Name;
            for (int i = 0; i < engines.Count; i++)
            {
                using IEngine engine = engines[i]();
                names[i] = engine.Name;
                runs[i][seed] = Measurement.Take(engine, data, rounds, seed, threads);
            }
        }
        Console.WriteLine($"\n{title}, {workload.Name}");
        Console.WriteLine("           train cpu s  ratio   prepare   wall s   predict ms  ratio      AUC    ours - theirs        loss   ours - theirs");
        for (int i = 0; i < runs.Length; i++)
            Print(names[i], runs[i], runs[0]);
    }

    /// <summary>
    /// Compilation is not what is compared: the runtime compiles what runs often once more, after a while and on a thread of its own. The peers start their threads here.
    /// </summary>
    private static void WarmUp(List<Func<IEngine>> engines, DataSet data, int threads)
    {
        foreach (Func<IEngine> create in engines)
        {
            for (int fit = 0; fit < 3; fit++)
            {
                using IEngine engine = create();
                Measurement.Take(engine, data, 40, 0, threads);
                Thread.Sleep(300);
            }
        }
    }

    private static void Print(string name, Measurement[] runs, Measurement[] ours)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-10} {Median(runs, run => run.Training),11:0.000}  {Ratio(run => run.Training),5:0.00}  {Median(runs, run => run.Preparation),8:0.00} {Median(runs, run => run.Wall),8:0.00} {1000 * Median(runs, run => run.Prediction),12:0.0}  {Ratio(run => run.Prediction),5:0.00}  {runs.Average(run => run.Auc),7:0.00000}  {Difference(run => run.Auc),-18}  {runs.Average(run => run.Loss):0.00000}  {Difference(run => run.Loss)}"));

        double Ratio(Func<Measurement, double> of)
        {
            double[] ratios = [.. ours.Zip(runs, (own, other) => of(own) / of(other)).Order()];
            return ratios[ratios.Length / 2];
        }

        // Student's 95 % interval of the mean paired difference; five seeds leave four degrees of freedom.
        string Difference(Func<Measurement, double> of)
        {
            if (ReferenceEquals(ours, runs))
                return "";
            double[] differences = [.. ours.Zip(runs, (own, other) => of(own) - of(other))];
            double mean = differences.Average();
            if (differences.Length != 5)
                return mean.ToString("+0.00000;-0.00000", CultureInfo.InvariantCulture);
            double half = 2.776 * Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / 4 / 5);
            return string.Create(CultureInfo.InvariantCulture, $"{mean:+0.00000;-0.00000} ±{half:0.00000}");
        }
    }

    private static double Median(Measurement[] runs, Func<Measurement, double> of)
    {
        double[] sorted = [.. runs.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }
}
