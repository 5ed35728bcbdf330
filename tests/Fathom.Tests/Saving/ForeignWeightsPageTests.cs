using Fathom.Foreign;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>The code of docs/foreign-weights.md, line by line: it compiles and runs here, and the page holds nothing else.</summary>
public sealed class ForeignWeightsPageTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_of_this_test()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Tests", "Saving", "ForeignWeightsPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "foreign-weights.md")))
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
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "torch_state_attending.pt"), "resnet20.th");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "keras2_functional.h5"), "model.h5");
            Directory.CreateDirectory("web_model");
            foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "tfjs_images"))) File.Copy(file, Path.Combine("web_model", Path.GetFileName(file)));
            SymbolicTensor x = Input.Tensor(4, 6), attended = new MultiHeadAttention(2, 3) { Name = "attn" }.Apply(x, x);
            Run(new Model(x, new Conv1D(3, 2) { Name = "conv" }.Apply(new LayerNormalization { Name = "norm" }.Apply(attended))));
            Assert.Equal(["model.h5", "model.safetensors", "resnet20.th"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(Model model)
    {
        using NamedTensors weights = TorchFile.Read("resnet20.th");
        WeightMapping mapping = WeightMapping.PyTorch.StripPrefix("state_dict.").StripPrefix("module.");
        WeightLoadReport report = model.LoadForeign(weights, mapping);
        Console.WriteLine(report);
        Assert.Equal(12, report.With(WeightFate.Loaded).Count);

        WeightMapping rules = WeightMapping.PyTorch
            .StripPrefix("backbone.")
            .Replace(@"^rnn\.(.*)_l1$", "rnn2.$1_l0")
            .Pair("classifier.weight", "head.weight")
            .Ignore(@"^aux\.")
            .Partial();
        Assert.False(rules.IsStrict);
        Assert.Equal(("head.weight", "rnn2.bias_ih_l0", null), (rules.Apply("backbone.classifier.weight"), rules.Apply("rnn.bias_ih_l1"), rules.Apply("backbone.aux.bias")));

        SafeTensors.Write("model.safetensors", model.ToNamedTensors(ElementType.BFloat16), new Dictionary<string, string> { ["task"] = "volatility" });
        using NamedTensors own = SafeTensors.Read("model.safetensors");
        model.LoadForeign(own, WeightMapping.Keras);

        Model old = Model.Load("model.h5");
        Model web = Model.Load("web_model");
        Assert.Equal((2, "sequential_1"), (old.Layers.OfType<Input>().Count(), web.Name));
    }
}
