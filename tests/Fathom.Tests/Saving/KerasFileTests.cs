using System.Text.Json.Nodes;
using Fathom.Models;
using Fathom.Tests.Fixtures;

namespace Fathom.Tests.Saving;

/// <summary>
/// Files that Keras 3 wrote (tools/oracles/keras_models.py) open here, predict what Keras predicts, and survive being saved again. With FATHOM_KERAS_OUT set
/// to a folder, what is saved again stays there for tools/oracles/keras_reads.py, which opens it with Keras.
/// </summary>
public class KerasFileTests
{
    private static readonly JsonNode Reference = Fixture.Read(Path.Combine("keras", "predictions.json"));

    public static TheoryData<string> Names => [.. Reference["cases"]!.AsObject().Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Opens_and_predicts_as_keras_does(string name)
    {
        JsonNode expected = Reference["cases"]![name]!;
        Model model = Model.Load(Path.Combine(AppContext.BaseDirectory, "Fixtures", "keras", name + ".keras"), "cpu");
        Dataset data = Dataset.From([.. expected["inputs"]!.AsArray().Select(Read)], []);
        Assert.Equal(expected["parameters"]!.GetValue<long>(), model.ParameterCount);
        IReadOnlyList<Samples> predictions = model.Predict(data);
        Assert.Equal(expected["outputs"]!.AsArray().Count, predictions.Count);
        foreach ((JsonNode? wanted, Samples got) in expected["outputs"]!.AsArray().Zip(predictions))
        {
            Samples reference = Read(wanted);
            Assert.Equal(reference.Shape, got.Shape);
            float[] values = reference.ToArray();
            double scale = Math.Max(1e-3, values.Max(Math.Abs)), worst = values.Zip(got.ToArray(), (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(worst <= 1e-5 * scale, $"{name}: off by {worst:G3} where the largest value is {scale:G3}");
        }

        string folder = Environment.GetEnvironmentVariable("FATHOM_KERAS_OUT") is { Length: > 0 } kept ? kept : Path.GetTempPath();
        string path = Path.Combine(folder, $"{name}{(folder == Path.GetTempPath() ? $"-{Guid.NewGuid():N}" : "")}.keras");
        try
        {
            model.Save(path);
            Model again = Model.Load(path, "cpu");
            Assert.Equal(model.GetConfig().ToJsonString(), again.GetConfig().ToJsonString());
            foreach ((Samples first, Samples second) in predictions.Zip(again.Predict(data))) Assert.Equal(first.ToArray(), second.ToArray());
        }
        finally
        {
            if (folder == Path.GetTempPath()) File.Delete(path);
        }
    }

    private static Samples Read(JsonNode? array)
    {
        int[] axes = [.. array!["shape"]!.AsArray().Select(axis => (int)axis!)];
        return Samples.From(array["values"].Floats(), new Shape(axes.AsSpan(1)));
    }
}
