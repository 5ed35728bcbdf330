using Fathom.Callbacks;
using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Plots.Tests;

/// <summary>The code of docs/inspect.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public sealed class InspectPageTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Plots.Tests", "InspectPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "inspect.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = line == "```csharp";
            else if (code) Assert.Contains(line.Trim(), here);
        }
    }

    [Fact]
    public void The_code_of_the_page_runs()
    {
        string before = Environment.CurrentDirectory, folder = Directory.CreateTempSubdirectory("fathom").FullName;
        Environment.CurrentDirectory = folder;
        try
        {
            Run();
            Assert.Equal(["activations.svg", "history.svg", "landscape.svg", "model.svg", "weights.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.Equal(["train", "validation"], Directory.GetDirectories(Path.Combine(folder, "logs", "first")).Select(Path.GetFileName).Order());
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run()
    {
        var random = new Random(1);
        float[,] x = new float[100, 30], y = new float[100, 1];
        for (int i = 0; i < 100; i++)
        {
            for (int j = 0; j < 30; j++) x[i, j] = random.NextSingle() - 0.5f;
            y[i, 0] = Math.Abs(x[i, 29]);
        }

        SymbolicTensor input = new Input(30) { Name = "returns" }.Tensor();
        SymbolicTensor hidden = new Dense(16, Activation.Relu) { Name = "hidden" }.Apply(input);
        var model = new Model(input, new Dense(1).Apply(hidden), "volatility");
        model.Compile(new Adam(0.01), Loss.MeanSquaredError, [Metric.MeanAbsoluteError]);
        model.Summary();
        File.WriteAllText("model.svg", ModelDiagram.ToSvg(model, showShapes: true, showLayerNames: true, showActivations: true));
        History history = model.Fit(x, y, epochs: 5, validationSplit: 0.2, callbacks: [new TensorBoard("logs/first") { HistogramFrequency = 1 }], verbose: Verbosity.Silent);
        File.WriteAllText("history.svg", HistoryChart.ToSvg(history));
        Samples features = model.Activations(x, "hidden");
        Console.WriteLine(WeightReport.Of(model));
        File.WriteAllText("weights.svg", WeightChart.ToSvg(model));
        File.WriteAllText("activations.svg", ActivationChart.ToSvg(model, x));
        LossLandscape landscape = LossLandscape.Compute(model, Dataset.From(x, y).Batch(256), points: 11);
        File.WriteAllText("landscape.svg", LossLandscapeChart.ToSvg(landscape));
        Assert.Equal((100, new Shape(16)), (features.Count, features.Shape));
    }
}
