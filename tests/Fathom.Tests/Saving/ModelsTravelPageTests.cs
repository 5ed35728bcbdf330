using Fathom.Foreign;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>The code of docs/models-travel.md and docs/onnx.md, line by line: it compiles and runs here, and the pages hold nothing else.</summary>
public sealed class ModelsTravelPageTests
{
    [Theory]
    [InlineData("models-travel.md")]
    [InlineData("onnx.md")]
    public void The_code_of_the_page_is_the_code_of_this_test(string page)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Tests", "Saving", "ModelsTravelPageTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = line == "```csharp";
            else if (code) Assert.Contains(line.Trim(), here);
        }
    }

    [Fact]
    public void The_code_of_the_pages_runs()
    {
        string before = Environment.CurrentDirectory, folder = Directory.CreateTempSubdirectory("fathom").FullName, fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");
        Environment.CurrentDirectory = folder;
        try
        {
            File.Copy(Path.Combine(fixtures, "keras2_adam.h5"), "trained.h5");
            File.Copy(Path.Combine(fixtures, "torch_state_attending.pt"), "weights.pt");
            Directory.CreateDirectory("web_model");
            foreach (string file in Directory.GetFiles(Path.Combine(fixtures, "tfjs_trained"))) File.Copy(file, Path.Combine("web_model", Path.GetFileName(file)));
            SymbolicTensor x = Input.Tensor(4, 6), attended = new MultiHeadAttention(2, 3) { Name = "attn" }.Apply(x, x);
            var torch = new Model(x, new Conv1D(3, 2) { Name = "conv" }.Apply(new LayerNormalization { Name = "norm" }.Apply(attended)));
            Run(new Sequential { new Input(6), new Dense(4, Activation.Relu), new Dense(2) }, torch);
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(Model model, Model torch)
    {
        model.Save("model.keras");
        Model same = Model.Load("model.keras");
        model.SaveWeights("model.weights.h5");
        same.LoadWeights("model.weights.h5");
        Assert.Equal(model.GetWeights(), same.GetWeights());

        Model old = Model.Load("trained.h5");
        Model web = Model.Load("web_model");
        Model bare = Model.Load("trained.h5", compile: false);
        Assert.Equal((true, true, false), (old.IsCompiled, web.IsCompiled, bare.IsCompiled));

        SafeTensors.Write("model.safetensors", model.ToNamedTensors());
        SafeTensors.WriteSharded("parts", model.ToNamedTensors(ElementType.BFloat16), maxBytes: 1_000_000_000);
        using NamedTensors tensors = SafeTensors.Read("parts");
        model.LoadForeign(tensors, WeightMapping.Keras);

        using NamedTensors weights = TorchFile.Read("weights.pt");
        Console.WriteLine(torch.LoadForeign(weights, WeightMapping.PyTorch));

        model.ExportOnnx("model.onnx");
        Model imported = OnnxModel.Load("model.onnx");
        Assert.Equal(model.ParameterCount, imported.ParameterCount);

        OnnxRunner runner = Onnx.OnnxRuntime.Run;
        double difference = model.ExportOnnx("checked.onnx", runner);
        Assert.InRange(difference, 0, 1e-4);
    }
}
