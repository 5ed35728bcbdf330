using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

/// <summary>Flat buffers and optimizers to try on them.</summary>
internal static class Buffers
{
    public static readonly JsonNode Reference = Fixture.Read("keras_optimizers.json");

    public static readonly (string Name, int[] Shape)[] Shapes =
        [("kernel", [2, 3]), ("bias", [3]), ("recurrent_kernel", [4, 2]), ("filters", [2, 2, 2]), ("embeddings", [2, 2])];

    /// <summary>An optimizer from a description with class, config and exclude, through text as a saved model would have it.</summary>
    public static Optimizer Make(JsonNode description)
    {
        JsonNode saved = JsonNode.Parse(new JsonObject { ["class_name"] = description["class"]!.DeepClone(), ["config"] = description["config"]!.DeepClone() }.ToJsonString())!;
        Optimizer optimizer = KerasRegistry.Deserialize<Optimizer>(saved)!;
        if (description["exclude"] is JsonArray exclude)
            typeof(SlotOptimizer).GetProperty(nameof(SlotOptimizer.ExcludeFromWeightDecay))!.SetValue(optimizer, exclude.Select(name => name!.GetValue<string>()).ToArray());
        return optimizer;
    }

    /// <summary>Another optimizer with the same options.</summary>
    public static Optimizer Twin(Optimizer optimizer) => Make(new JsonObject
    {
        ["class"] = KerasNames.ClassName(optimizer.GetType()),
        ["config"] = optimizer.GetConfig(),
        ["exclude"] = optimizer is SlotOptimizer slots ? new JsonArray([.. slots.ExcludeFromWeightDecay]) : null,
    });

    /// <summary>The weights of the reference.</summary>
    public static ParameterBuffer Start(JsonNode? multipliers = null)
    {
        float[] start = Reference["start"].Floats();
        int read = 0;
        var weights = new List<Weight>();
        foreach ((string name, int[] shape) in Shapes)
        {
            int size = shape.Aggregate(1, (product, axis) => product * axis);
            weights.Add(Weight(name, shape, start[read..(read + size)]));
            if (multipliers?[name] is JsonNode multiplier) weights[^1].LearningRateMultiplier = multiplier.GetValue<double>();
            read += size;
        }
        return new ParameterBuffer(weights, CPU);
    }

    public static Weight Weight(string name, int[] shape, float[] values) =>
        new(name, shape, true, null, null, tensor(values, [.. shape.Select(axis => (long)axis)], requires_grad: true));

    public static void Set(Tensor flat, ParameterBuffer layout, float[] values)
    {
        int read = 0;
        foreach ((Weight weight, int offset) in layout.Parts)
        {
            using Tensor part = tensor(values.AsSpan(read, weight.Size).ToArray()), home = flat.narrow(0, offset, weight.Size);
            home.copy_(part);
            read += weight.Size;
        }
    }

    /// <summary>Sets gradients that differ from step to step.</summary>
    public static void SetRandom(ParameterBuffer parameters, int step)
    {
        var random = new Random(step);
        Set(parameters.Gradients, parameters, [.. Enumerable.Range(0, parameters.Length).Select(_ => (float)random.NextDouble() - 0.5f)]);
    }

    public static float[] Read(ParameterBuffer parameters) => [.. parameters.Parts.SelectMany(part => part.Weight.ToArray())];

    public static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Max(1, Math.Abs(expected[i])), $"{what}: value {i} is {actual[i]}, expected {expected[i]}.");
    }
}
