using Fathom.Benchmarks;

// dotnet run -c Release --project benchmarks/Fathom.Benchmarks -- [overhead|dense|recurrent|embedding|jena|row|fits|files] [--threads N] [--rounds N] [--cpu]
int threads = Option("--threads", 1), rounds = Option("--rounds", 9);
SideBySide.ProcessorTime = args.Contains("--cpu");
if (args is ["files", ..]) WeightFiles.Run(rounds);
else if (args is ["row", ..]) SingleRows.Run(rounds);
else if (args is ["dense", ..]) DenseSteps.Run(threads, rounds);
else if (args is ["recurrent", ..]) RecurrentSteps.Run(threads, rounds);
else if (args is ["embedding", ..]) EmbeddingSteps.Run(threads, rounds);
else if (args is ["fits", ..]) ManyFits.Run(Option("--threads", Environment.ProcessorCount), rounds);
else if (args is ["jena", ..]) JenaEpoch.Run(threads, rounds);
else Overhead.Run(threads, rounds);

int Option(string name, int otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
}
