using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Models;
using Fathom.Saving;
using Fathom.Tests.Fixtures;

namespace Fathom.Tests.Saving;

/// <summary>Whole-model files of Keras 2 (tools/oracles/keras2_h5.py) and layers models of TensorFlow.js (tools/oracles/tfjs_layers_model.mjs) predict what they predict there.</summary>
public sealed class LegacyModelTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures");
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sequential", true)]
    [InlineData("functional", false)]
    [InlineData("first_form", false)]
    [InlineData("by_keras3", true)]
    public void Files_of_Keras_2(string name, bool compiled)
    {
        Same(Fixture.Read("keras2_h5.json")["cases"]![name]!, Model.Load(Path.Combine(Fixtures, $"keras2_{name}.h5")), compiled);
        Same(Fixture.Read("keras2_h5.json")["cases"]![name]!, Model.Load(Path.Combine(Fixtures, $"keras2_{name}.h5"), compile: false), false);
    }

    /// <summary>Compiled as they were, with what the optimizer kept: three more steps lead where the update rules lead.</summary>
    [Theory]
    [InlineData("momentum", "keras2_momentum.h5", "mae")]
    [InlineData("adam", "keras2_adam.h5", "mae")]
    [InlineData("rmsprop", "keras2_rmsprop.h5", "mae")]
    [InlineData("tfjs", "tfjs_trained", "mean_absolute_error")]
    public void Training_goes_on(string name, string file, string metric)
    {
        JsonNode wanted = Fixture.Read("keras2_h5.json")["cases"]![name]!, after = wanted["goes_on"]!;
        Model model = Model.Load(Path.Combine(Fixtures, file), "cpu");
        Same(wanted, model, compiled: true);
        Samples x = Samples.From(wanted["x"]![0]!["values"].Floats(), [3]), y = Samples.From(after["targets"].Floats(), [1]);
        History history = model.Fit(Dataset.From([x], [y]).Batch(8), epochs: 3, verbose: Verbosity.Silent);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal((double)after["losses"]![epoch]![0]!, history["loss"][epoch], 1e-5);
            Assert.Equal((double)after["losses"]![epoch]![1]!, history[metric][epoch], 1e-5);
        }
        foreach ((float[] values, JsonNode? right) in model.GetWeights().Zip(after["weights"]!.AsArray()))
            Assert.All(values.Zip(right.Floats()), pair => Assert.Equal(pair.Second, pair.First, 2e-6f));
    }

    [Fact]
    public void What_it_was_compiled_with_can_be_left_out()
    {
        string described = Described("null", "a.bin").Replace("\"weightsManifest\"", "\"trainingConfig\":{\"loss\":\"my_loss\",\"optimizer_config\":{\"class_name\":\"SGD\",\"config\":{\"learning_rate\":0.1}}},\"weightsManifest\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "model.json"), described);
        File.WriteAllBytes(Path.Combine(_folder, "a.bin"), new byte[16]);
        string message = Assert.Throws<ModelFormatException>(() => Model.Load(_folder)).Message;
        Assert.Contains("my_loss", message, StringComparison.Ordinal);
        Assert.Contains("compile: false", message, StringComparison.Ordinal);
        Assert.False(Model.Load(_folder, compile: false).IsCompiled);
    }

    [Theory]
    [InlineData("images")]
    [InlineData("functional")]
    public void Folders_of_TensorFlow_js(string name)
    {
        JsonNode wanted = Fixture.Read("tfjs_layers_model.json")["cases"]![name]!;
        Same(wanted, Model.Load(Path.Combine(Fixtures, $"tfjs_{name}")), compiled: false);
        Same(wanted, Model.Load(Path.Combine(Fixtures, $"tfjs_{name}", "model.json")), compiled: false);
    }

    // The format's arithmetic: value = quantum · scale + min.
    [Theory]
    [InlineData("""{"dtype":"uint8","scale":0.5,"min":-1}""", "0003" + "00" + "04", -1f, 0.5f, -1f, 1f)]
    [InlineData("""{"dtype":"uint16","scale":0.25,"min":1}""", "00000100" + "0000" + "0001", 1f, 1.25f, 1f, 65f)]
    [InlineData("""{"dtype":"float16"}""", "003C00C0" + "003E" + "0000", 1f, -2f, 1.5f, 0f)]
    public void Quantized_weights_are_scaled(string quantization, string bytes, float first, float second, float third, float bias)
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.bin"), Convert.FromHexString(bytes));
        File.WriteAllText(Path.Combine(_folder, "model.json"), Described(quantization, "a.bin"));
        Model model = Model.Load(_folder);
        Assert.Equal([[first, second, third], [bias]], model.GetWeights());
    }

    [Fact]
    public void A_folder_that_is_not_complete_or_leads_elsewhere_is_refused()
    {
        string file = Path.Combine(_folder, "model.json");
        File.WriteAllText(file, Described("null", "../a.bin"));
        Assert.Contains("leads out of its folder", Assert.Throws<ModelFormatException>(() => Model.Load(_folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, Described("null", "a.bin"));
        Assert.Contains("a.bin", Assert.Throws<ModelFormatException>(() => Model.Load(_folder)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_folder, "a.bin"), new byte[12]);
        Assert.Contains("reaches beyond the end", Assert.Throws<ModelFormatException>(() => Model.Load(_folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, """{"format":"graph-model"}""");
        Assert.Contains("graph model", Assert.Throws<ModelFormatException>(() => Model.Load(file)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, "{");
        Assert.Throws<ModelFormatException>(() => Model.Load(file));
    }

    [Fact]
    public void What_Keras_2_computed_otherwise_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "model.json"), Described("null", "a.bin").Replace("linear", "hard_sigmoid", StringComparison.Ordinal));
        File.WriteAllBytes(Path.Combine(_folder, "a.bin"), new byte[16]);
        Assert.Contains("hard_sigmoid, which is 0.2 x + 0.5", Assert.Throws<ModelFormatException>(() => Model.Load(_folder)).Message, StringComparison.Ordinal);
    }

    private static string Described(string quantization, string file) => """
        {"format":"layers-model","modelTopology":{"model_config":{"class_name":"Sequential","config":{"name":"s","layers":[
         {"class_name":"Dense","config":{"name":"d","units":1,"activation":"linear","batch_input_shape":[null,3]}}]}}},
         "weightsManifest":[{"paths":["FILE"],"weights":[{"name":"d/kernel","shape":[3,1],"dtype":"float32","quantization":QUANTUM},
         {"name":"d/bias","shape":[1],"dtype":"float32","quantization":QUANTUM}]}]}
        """.Replace("FILE", file, StringComparison.Ordinal).Replace("QUANTUM", quantization, StringComparison.Ordinal);

    private static void Same(JsonNode wanted, Model model, bool compiled)
    {
        Samples[] x = [.. wanted["x"]!.AsArray().Select(one => Samples.From(one!["values"].Floats(), new Shape([.. one["shape"]!.AsArray().Skip(1).Select(axis => (int)axis!)])))];
        float[] y = wanted["y"].Floats(), got = model.Predict(Dataset.From(x, []).Batch(8))[0].ToArray();
        Assert.Equal(y.Length, got.Length);
        for (int i = 0; i < y.Length; i++) Assert.True(Math.Abs(y[i] - got[i]) <= 2e-6f, $"{got[i]} where {y[i]} is right");
        Assert.Equal(compiled, model.IsCompiled);
    }
}
