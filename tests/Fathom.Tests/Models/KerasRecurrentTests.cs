using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Tests.Models;

/// <summary>Files that Keras wrote (tools/oracles/keras_recurrent.py) are read, and predict what Keras predicts.</summary>
public class KerasRecurrentTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    [Fact]
    public void Predictions_are_those_of_Keras()
    {
        JsonArray cases = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "keras_recurrent.json")))!["cases"]!.AsArray();
        Assert.Equal(11, cases.Count);
        foreach (JsonNode? one in cases)
        {
            string name = (string)one!["name"]!;
            Model model = Model.Load(Path.Combine(Folder, $"keras_recurrent_{name}.keras"));
            Assert.Equal((long)one["parameters"]!, model.ParameterCount);
            Samples[] x = [.. one["x"]!.AsArray().Select(input => Samples.From([.. Numbers(input!)], new Shape([.. Axes(input!).Skip(1)])))];
            foreach (JsonNode? prediction in one["predictions"]!.AsArray())
            {
                float[] wanted = [.. Numbers(prediction!)], got = model.Predict(Dataset.From(x, []).Batch(4))[0].ToArray();
                Assert.Equal(wanted.Length, got.Length);
                for (int i = 0; i < wanted.Length; i++) Assert.True(Math.Abs(wanted[i] - got[i]) <= 2e-6f, $"{name}: {got[i]} where Keras has {wanted[i]}");
            }
        }
    }

    [Fact]
    public void A_mask_that_does_not_come_with_the_input_is_refused()
    {
        JsonObject Tensor(string layer) => new() { ["class_name"] = "__keras_tensor__", ["config"] = new JsonObject { ["keras_history"] = new JsonArray(layer, 0, 0) } };
        JsonObject Described(string kind, string name, JsonArray arguments, JsonObject named) => new()
        {
            ["class_name"] = kind, ["name"] = name, ["config"] = new JsonObject(),
            ["inbound_nodes"] = new JsonArray(new JsonObject { ["args"] = arguments, ["kwargs"] = named }),
        };
        var graph = new JsonObject
        {
            ["layers"] = new JsonArray(
                new JsonObject { ["class_name"] = "InputLayer", ["name"] = "data", ["config"] = new JsonObject(), ["inbound_nodes"] = new JsonArray() },
                Described("NotEqual", "odd", new JsonArray(Tensor("data"), 0), []), Described("LSTM", "memory", new JsonArray(Tensor("data")), new JsonObject { ["mask"] = Tensor("odd") })),
            ["output_layers"] = new JsonArray("memory", 0, 0),
        };
        Assert.Contains("gives the layer 'memory' a mask of its own ('odd')", Assert.Throws<ModelFormatException>(() => Model.FromConfig(graph)).Message, StringComparison.Ordinal);
    }

    // A model of Fathom's own with initial states, saved and loaded.
    [Fact]
    public void Initial_states_go_through_a_file()
    {
        Seeds.Set(2);
        SymbolicTensor x = Input.Tensor(4, 3), other = Input.Tensor(4, 2);
        IReadOnlyList<SymbolicTensor> read = new LSTM(5) { ReturnState = true }.ApplyAll(other);
        var model = new Model([x, other], [new LSTM(5).Apply(x, read[1], read[2])]);
        JsonNode call = model.GetConfig()["layers"]!.AsArray().Last()!["inbound_nodes"]![0]!;
        Assert.Single(call["args"]!.AsArray());
        Assert.Equal(2, call["kwargs"]!["initial_state"]!.AsArray().Count);
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            var random = new Random(1);
            Samples first = Samples.From([.. Enumerable.Range(0, 24).Select(_ => random.NextSingle())], [4, 3]), second = Samples.From([.. Enumerable.Range(0, 16).Select(_ => random.NextSingle())], [4, 2]);
            float[] Predict(Model one) => one.Predict(Dataset.From([first, second], []).Batch(2))[0].ToArray();
            Assert.Equal(Predict(model), Predict(Model.Load(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<float> Numbers(JsonNode node) => node is JsonArray list ? list.SelectMany(item => Numbers(item!)) : [(float)(double)node];

    private static IEnumerable<int> Axes(JsonNode node) => node is JsonArray list ? [list.Count, .. Axes(list[0]!)] : [];
}
