using System.Diagnostics;
using System.Globalization;
using Fathom.Benchmarks.Trees;
using Fathom.Benchmarks.Trees.Forests;

// dotnet run -c Release --project benchmarks/Fathom.Benchmarks.Trees -- [synthetic | files | small | categories | large] [--trees 100] [--seeds 5] [--threads N] [--rows N] [--only WORDS] [--peers LightGBM,XGBoost]
// Peers' threads that wait for work must not burn CPU time; OpenMP reads its policy when the process starts.
const string WaitPolicy = "OMP_WAIT_POLICY";
if (Environment.GetEnvironmentVariable(WaitPolicy) is null)
{
    var again = new ProcessStartInfo(Environment.ProcessPath!, Environment.GetCommandLineArgs().Skip(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? 0 : 1));
    again.Environment[WaitPolicy] = "passive";
    using Process child = Process.Start(again)!;
    child.WaitForExit();
    return child.ExitCode;
}

int threads = Number("--threads", Environment.ProcessorCount), trees = Number("--trees", 100), seeds = Number("--seeds", 5);
string only = Text("--only", ""), peers = Text("--peers", "LightGBM,XGBoost");
string load = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, load {load}, .NET {Environment.Version}, {threads} threads, {trees} trees, {seeds} seeds"));

if (args.Contains("--prediction"))
{
    PredictionComparison.Run(threads, Number("--rounds", 9));
    return 0;
}
if (args.Contains("--forests"))
{
    ForestComparison.Run(Text("--python", ""), Number("--rows", 20_000), columns: 20, threads, Number("--rounds", 5));
    return 0;
}
IEnumerable<Workload> workloads = Workload.All.Where(workload => workload.Name.Contains(only, StringComparison.Ordinal));
switch (args.FirstOrDefault(argument => !argument.StartsWith('-')) ?? "synthetic")
{
    case "large":
        LargeRun.Run(Number("--rows", 20_000_000), Number("--trees", 10), threads);
        break;
    case "categories":
        CategoryComparison.Run(seeds, threads);
        break;
    case "small":
        foreach (Workload workload in workloads)
            new Comparison(workload, peers).Run(seed => Synthetic.Draw(seed, Number("--rows", 1000), 20_000), trees, seeds, threads);
        break;
    case "files" when !Files.Exist:
        Console.WriteLine("FATHOM_DATA names no folder with tabular/UCI_Credit_Card.csv.");
        return 1;
    case "files":
        foreach (Workload workload in workloads)
        {
            new Comparison(workload, peers).Run(Files.CreditCard, trees, seeds, threads);
            new Comparison(workload, peers).Run(Files.California, trees, seeds, threads);
        }
        break;
    default:
        foreach (Workload workload in workloads)
            new Comparison(workload, peers).Run(seed => Synthetic.Draw(seed, Number("--rows", 500_000), 100_000), trees, seeds, threads);
        break;
}
return 0;

int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

string Text(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}
