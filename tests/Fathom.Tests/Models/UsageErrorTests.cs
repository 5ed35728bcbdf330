using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Tests.Models;

/// <summary>What people do wrong, and the sentence that tells them the mend: what happened, where, and what to do.</summary>
public class UsageErrorTests
{
    private static readonly float[,] X = new float[8, 3];
    private static readonly float[] Y = new float[8];

    private static readonly Dictionary<string, (Action Wrong, string[] Says)> Table = new()
    {
        ["features of another number"] = (() => Compiled().Fit(new float[8, 4], Y, verbose: Verbosity.Silent), ["(None, 4)", "(None, 3)", "Reshape the data"]),
        ["a sequence where a row is wanted"] = (() => Compiled().Predict(new float[8, 5, 3]), ["(None, 5, 3)", "(None, 3)"]),
        ["inputs and targets of different number"] = (() => Compiled().Fit(X, new float[7], verbose: Verbosity.Silent), ["8 samples", "target 0 has 7", "one row per sample"]),
        ["a target too wide"] = (() => Compiled().Fit(X, new float[8, 2], verbose: Verbosity.Silent), ["(8, 2)", "(8, 1)", "units of its last layer"]),
        ["two targets for one output"] = (() => Compiled().Fit(Dataset.From([X], [Y, Y]), verbose: Verbosity.Silent), ["1 outputs", "2 targets", "one target per output"]),
        ["two inputs for one"] = (() => Compiled().Fit(Dataset.From([X, X], [Y]), verbose: Verbosity.Silent), ["(None, 3) and (None, 3)", "declares (None, 3)"]),
        ["layers that do not fit"] = (() => new Sequential { new Input(3), new LSTM(4) }, ["LSTM", "(None, 3)", "(batch, timesteps, features)", "Reshape"]),
        ["whole numbers into a layer"] = (() => Forwarded(ones(2, 3, dtype: int64)), ["Dense", "Int64", "Convert them first"]),
        ["double precision into a layer"] = (() => Forwarded(ones(2, 3, dtype: float64)), ["Dense", "Float64", "x.to(ScalarType.Float32)"]),
        ["a mask of numbers"] = (() => Masks.Attach(ones(2, 3), ones(2, 3)), ["booleans", "Float32", "ids.ne(0)"]),
        ["classes beyond the outputs"] = (() => Classifier().Fit(X, new float[] { 0, 1, 2, 3, 0, 1, 2, 0 }, verbose: Verbosity.Silent), ["class numbers 0 to 2", "value 3 of 8 is 3", "one unit per class"]),
        ["negative classes"] = (() => Classifier().Fit(X, new float[] { -1, 1, 1, 1, 1, 1, 1, 1 }, verbose: Verbosity.Silent), ["class numbers 0 to 2", "is -1", "Number the classes from 0"]),
        ["yes and no as 1 and 2"] = (() => Binary().Fit(X, new float[] { 1, 2, 1, 2, 1, 2, 1, 2 }, verbose: Verbosity.Silent), ["between 0 and 1", "is 2", "Map the two classes to 0 and 1"]),
        ["tokens beyond the vocabulary"] = (() => Tokens().Predict(new float[,] { { 1, 10 } }), ["10", "Embedding", "9"]),
        ["NaN among the inputs"] = (() => Compiled().Fit(new float[,] { { 1, 2, 3 }, { 1, float.NaN, 3 } }, new float[2], verbose: Verbosity.Silent), ["Sample 1 of input 0", "NaN", "Fill the gaps"]),
        ["infinity in a series"] = (() => Windowed().Fit(Dataset.Windows(Series(41), new float[60], 5, 2, 9), verbose: Verbosity.Silent), ["Sample 33 of input 0", "Fill the gaps"]),
        ["NaN among selected samples"] = (() => Compiled().Fit(Dataset.From(new float[,] { { 1, float.NaN, 3 }, { 1, 2, 3 }, { float.NaN, 2, 3 } }, new float[3]).Select([1, 2]), verbose: Verbosity.Silent), ["Sample 1 of input 0"]),
        ["NaN among the targets"] = (() => Compiled().Fit(X, new float[] { 0, 0, float.NaN, 0, 0, 0, 0, 0 }, verbose: Verbosity.Silent), ["Target 2 is NaN", "leave out the samples"]),
        ["no samples"] = (() => Compiled().Fit(new float[0, 3], Array.Empty<float>(), verbose: Verbosity.Silent), ["without samples", "at least one"]),
        ["no samples to predict"] = (() => Compiled().Predict(new float[0, 3]), ["no samples", "at least one"]),
        ["a window longer than the series"] = (() => Dataset.Windows(new float[10, 2], new float[10], 20), ["20 steps", "10 rows", "Shorten"]),
        ["one name for two layers"] = (() => new Sequential { new Input(3), new Dense(2) { Name = "head" }, new Dense(1) { Name = "head" } }, ["two layers named 'head'", "Rename one"]),
        ["Fit before Compile"] = (() => Net().Fit(X, Y, verbose: Verbosity.Silent), ["not compiled", "Call Compile"]),
        ["Evaluate before Compile"] = (() => Net().Evaluate(X, Y), ["not compiled", "Call Compile"]),
        ["one loss for two outputs"] = (() => TwoOutputs().Fit(Dataset.From([X], [Y, Y]), verbose: Verbosity.Silent), ["2 outputs", "1 losses", "one loss per output"]),
        ["summary of nothing"] = (() => new Sequential().Summary(TextWriter.Null), ["weights", "Input"]),
        ["a file that is not there"] = (() => Model.Load("nowhere.keras"), ["no model file", "Check the path"]),
        ["a folder that is not there"] = (() => Net().Save(Path.Combine("nowhere", "net.keras")), ["no folder", "Create it first"]),
        ["an activation that does not exist"] = (() => Activation.FromName("rellu"), ["'rellu'", "relu"]),
        ["a device that is not here"] = (() => Net().Compile(new Adam(), Loss.MeanSquaredError, device: "tpu"), ["'tpu'", "auto, cpu, cuda"]),
        ["a figure that nobody computes"] = (() => _ = Compiled().Evaluate(X, Y)["accuracy"], ["'accuracy'", "loss"]),
        ["a weight of another size"] = (() => Net().SetWeights([new float[3]]), ["2 weights", "1", "same architecture"]),
        ["a shuffled dataset to predict on"] = (() => Compiled().Predict(Dataset.From(X, Y).Shuffle()), ["shuffled", "Leave out Shuffle"]),
        ["a layer of one's own from a file"] = (() => KerasRegistry.Deserialize<Layer>(new System.Text.Json.Nodes.JsonObject { ["class_name"] = "Mine", ["config"] = new System.Text.Json.Nodes.JsonObject() }), ["'Mine'", "KerasRegistry.Register"]),
    };

    public static TheoryData<string> Mistakes => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_mend(string mistake)
    {
        using var scope = NewDisposeScope();
        (Action wrong, string[] says) = Table[mistake];
        Exception error = Assert.ThrowsAny<Exception>(wrong);
        Assert.True(
            error is ArgumentException or InvalidOperationException or ShapeException or ModelFormatException or IOException or KeyNotFoundException,
            $"{error.GetType().Name}: {error.Message}");
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Sequential Net() => [new Input(3), new Dense(1)];

    private static Sequential Compiled()
    {
        Sequential net = Net();
        net.Compile(new Adam(), Loss.MeanSquaredError);
        return net;
    }

    private static Sequential Classifier()
    {
        var net = new Sequential { new Input(3), new Dense(3, Activation.Softmax) };
        net.Compile(new Adam(), Loss.SparseCategoricalCrossentropy);
        return net;
    }

    private static Sequential Binary()
    {
        var net = new Sequential { new Input(3), new Dense(1, Activation.Sigmoid) };
        net.Compile(new Adam(), Loss.BinaryCrossentropy);
        return net;
    }

    private static Sequential Tokens() => [new Input(2), new Embedding(10, 3), new Flatten(), new Dense(1)];

    private static Sequential Windowed()
    {
        var net = new Sequential { new Input(5, 1), new Flatten(), new Dense(1) };
        net.Compile(new Adam(), Loss.MeanSquaredError);
        return net;
    }

    private static Model TwoOutputs()
    {
        SymbolicTensor x = Input.Tensor(3);
        var net = new Model([x], [new Dense(1).Apply(x), new Dense(1).Apply(x)]);
        net.Compile(new Adam(), Loss.MeanSquaredError);
        return net;
    }

    private static void Forwarded(Tensor input)
    {
        var layer = new Dense(2);
        layer.Build([new Shape(3)]);
        layer.Forward(input, CallContext.Infer);
    }

    // Windows of 5 rows, every second one: row 41 is first read, as their last, by the window that begins at row 33.
    private static float[,] Series(int broken)
    {
        float[,] series = new float[60, 1];
        series[broken, 0] = float.PositiveInfinity;
        return series;
    }
}
