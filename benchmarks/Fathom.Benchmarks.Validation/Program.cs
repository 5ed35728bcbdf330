using System.Diagnostics;
using System.Globalization;
using Fathom.Benchmarks;
using Fathom.Validation;

// dotnet run -c Release --project benchmarks/Fathom.Benchmarks.Validation -- [--python PATH] [--rounds 7]
int rounds = int.Parse(Option("--rounds", "7"), CultureInfo.InvariantCulture);
using PythonPeer? peers = PythonPeer.Start(Option("--python", ""), "peers.py");
if (peers is null)
    Console.WriteLine("No python3 on PATH has NumPy and statsmodels, or the one of --python has not: our times stand alone.");

var random = new Random(1);
double[] returns = [.. Enumerable.Range(0, 5000).Select(_ => 0.0004 + 0.01 * Normal())];
double[] walk = new double[5000];
for (int t = 1; t < walk.Length; t++)
    walk[t] = walk[t - 1] + Normal();
double[][] trials = [.. Enumerable.Range(0, 100).Select(_ => Enumerable.Range(0, 2000).Select(_ => 0.01 * Normal()).ToArray())];
int[] start = [.. Enumerable.Range(0, 1_000_000)], end = [.. start.Select(i => i + 1 + random.Next(20))];

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, medians of {rounds} rounds in turn");
var bootstrap = new StationaryBootstrap(10);
Measure("stationary bootstrap, Sharpe, 10,000 of 5,000", "sharpe", () => bootstrap.Replicate(returns, Sharpe.Ratio, 10_000));
Measure("ADF, lags by AIC, 5,000", "adf", () => UnitRoot.Adf(walk));
Measure("CSCV, 12,870 splits, 100 trials of 2,000", null, () => BacktestOverfitting.Estimate(trials));
Measure("purge, one fold of five, 1,000,000 spans", null, () => _ = new PurgedKFold(5) { Embargo = Embargo.Fraction(0.01) }.Split(LabelSpan.FromIndexes(start, end)).ElementAt(2));

void Measure(string what, string? peer, Action run)
{
    // Until the runtime has compiled everything at its best.
    for (var start = Stopwatch.StartNew(); start.ElapsedMilliseconds < 1000;)
        run();
    if (peer is not null)
        peers?.Seconds(peer);
    List<double> ours = [], theirs = [];
    for (int round = 0; round < rounds; round++)
    {
        if (peer is not null && peers?.Seconds(peer) is double seconds)
            theirs.Add(1000 * seconds);
        var clock = Stopwatch.StartNew();
        run();
        ours.Add(clock.Elapsed.TotalMilliseconds);
    }

    string beside = theirs.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $"   Python {Median(theirs),8:0.0} ms ({theirs.Min():0.0}-{theirs.Max():0.0})   ratio {Median([.. theirs.Zip(ours, (t, o) => t / o)]):0.0}");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-46} Fathom {Median(ours),7:0.0} ms ({ours.Min():0.0}-{ours.Max():0.0}){beside}"));
}

double Median(List<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

string Option(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}
