using System.Globalization;
using Fathom.Benchmarks;
using Fathom.Benchmarks.Labs;

int threads = Number("--threads", 1), rounds = Number("--rounds", 9);
SideBySide.ProcessorTime = args.Contains("--cpu");
switch (args.FirstOrDefault())
{
    case "labs":
        LabSuite.Run(Text("--only", ""), Text("--python", ""), threads, rounds);
        return 0;
    case "recurrent":
        RecurrentSteps.Run(Text("--only", ""), threads, rounds);
        return 0;
    case "embedding":
        EmbeddingSteps.Run(threads, rounds);
        return 0;
    case "jena":
        JenaEpoch.Run(threads, rounds);
        return 0;
    case "row":
        SingleRows.Run(rounds);
        return 0;
    case "fits":
        ManyFits.Run(Number("--threads", Environment.ProcessorCount), rounds);
        return 0;
    case "files":
        WeightFiles.Run(rounds);
        return 0;
    case "--help" or "-h":
        Console.WriteLine(Usage);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

int Number(string name, int otherwise) => int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

string Text(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}

internal static partial class Program
{
    private const string Usage = """
        dotnet run -c Release --project benchmarks/Fathom.Benchmarks -- COMMAND [options]

          labs       training steps and epochs of the labs' nets, beside a TorchSharp loop and one in Python with PyTorch
                     [--threads N] [--rounds N] [--cpu] [--only WORDS] [--python PATH]
          recurrent  training steps of recurrent nets, beside a TorchSharp loop
                     [--threads N] [--rounds N] [--cpu] [--only WORDS]
          embedding  training steps of embeddings of 20,000 and 200,000 words, beside a TorchSharp loop   [--threads N] [--rounds N] [--cpu]
          jena       an epoch on windows of ten-minute weather, beside its bare steps; needs FATHOM_DATA   [--threads N] [--rounds N] [--cpu]
          row        one row at a time through RowPredictor and Predict   [--rounds N]
          fits       many fits side by side   [--threads N] [--rounds N]
          files      files of weights, beside their bytes   [--rounds N] [--cpu]

          --threads N    threads of one operation, 1 unless given; for fits how many at once, all processors unless given
          --rounds N     rounds after an uncounted one, 9 unless given
          --cpu          processor time instead of the time that passes: for one thread on a busy machine
          --only WORDS   only the nets with these words in their name
          --python PATH  the Python to ask; unless given, the first python3 on PATH that has torch
        """;
}
