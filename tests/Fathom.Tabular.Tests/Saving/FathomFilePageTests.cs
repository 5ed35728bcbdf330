using System.IO.Compression;
using System.Text.Json.Nodes;
using Fathom.Models;
using Fathom.Saving;
using Fathom.Trees;

namespace Fathom.Tabular.Tests.Saving;

/// <summary>The code of docs/fathom-file.md, line by line: it compiles and runs here, and the page holds nothing else. Its kinds are those there are.</summary>
public sealed class FathomFilePageTests
{
    private sealed record Threshold(double Value);

    private static string Root
    {
        get
        {
            string root = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
            return root;
        }
    }

    private static string Page => Path.Combine(Root, "docs", "fathom-file.md");

    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string[] here = [.. File.ReadAllLines(Path.Combine(Root, "tests", "Fathom.Tabular.Tests", "Saving", "FathomFilePageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Page))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = line == "```csharp";
            else if (code) Assert.Contains(line.Trim(), here);
        }
    }

    [Fact]
    public void The_page_lists_every_kind()
    {
        string table = File.ReadAllText(Page)[File.ReadAllText(Page).IndexOf("## The kinds", StringComparison.Ordinal)..];
        Assert.All(TabularParts.Kinds, kind => Assert.Contains($"`{kind.Name}`", table, StringComparison.Ordinal));
    }

    [Fact]
    public void The_code_of_the_page_runs()
    {
        string before = Environment.CurrentDirectory, folder = Directory.CreateTempSubdirectory("fathom").FullName;
        Environment.CurrentDirectory = folder;
        try
        {
            Run(Fitted.X, Fitted.Classes, Fitted.X, Fitted.Net, Fitted.Classifier);
            Assert.Equal(["desk.fathom", "employee.fathom"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());

            // The manifest of the page is that of the file, but for its time, its versions and what else lies in it.
            using ZipArchive zip = ZipFile.OpenRead("employee.fathom");
            using Stream stream = zip.GetEntry("manifest.json")!.Open();
            string text = File.ReadAllText(Page), json = text[(text.IndexOf("```json", StringComparison.Ordinal) + 7)..];
            JsonNode shown = JsonNode.Parse(json[..json.IndexOf("```", StringComparison.Ordinal)])!, written = JsonNode.Parse(stream)!;
            Assert.Equal(shown.AsObject().Select(pair => pair.Key), written.AsObject().Select(pair => pair.Key));
            Assert.Equal((string?)shown["training"]!["data"], (string?)written["training"]!["data"]);
            Assert.Equal(
                shown["parts"]![0]!.ToJsonString().Replace("churn", "pipeline", StringComparison.Ordinal), written["parts"]![0]!.ToJsonString());
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(double[,] xTrain, int[] yTrain, double[,] xTest, Model net, GradientBoostingClassifier boosting)
    {
        var pipeline = new ClassificationPipeline
        {
            { "scale", new StandardScaler() },
            { "forest", new TreeModelClassifier(new RandomForestClassifier { Trees = 50, Seed = 1 }) },
        };
        pipeline.Fit(xTrain, yTrain);
        pipeline.Save("employee.fathom", new TrainingDescription { Data = "employee.csv, first 80 % of the rows", Seed = 1 });

        var again = Pipeline.Load<ClassificationPipeline>("employee.fathom");
        double[,] probabilities = again.PredictProbability(xTest);
        Assert.Equal(pipeline.PredictProbability(xTest), probabilities);

        FathomFile.Write("desk.fathom", TabularParts.Kinds, new() { ["churn"] = pipeline, ["net"] = net, ["boosting"] = boosting });
        Read(net, boosting);

        var kinds = new PartKinds(
        [
            .. TabularParts.Kinds,
            PartKind.Of<Threshold>(
                "threshold",
                write: (threshold, writer) => writer.Write("threshold.json", new JsonObject { ["value"] = threshold.Value }),
                read: reader => new Threshold((double)reader.ReadJson("threshold.json")["value"]!)),
        ]);
        FathomFile.Write("desk.fathom", kinds, new() { ["churn"] = pipeline, ["cut"] = new Threshold(0.3) });
        using FathomFile own = FathomFile.Open("desk.fathom", kinds);
        Assert.Equal(0.3, own.Load<Threshold>().Value);
    }

    private static void Read(Model net, GradientBoostingClassifier boosting)
    {
        using FathomFile file = FathomFile.Open("desk.fathom", TabularParts.Kinds);
        foreach (PartDescription part in file.Parts) Console.WriteLine($"{part.Name,-12}{part.Kind}");
        Model sameNet = file.Load<Model>("net");
        var sameTrees = file.Load<GradientBoostingClassifier>();
        Assert.Equal(net.GetWeights(), sameNet.GetWeights());
        Assert.Equal(boosting.Predict(Features.FromRows(Fitted.X)), sameTrees.Predict(Features.FromRows(Fitted.X)));
    }
}
