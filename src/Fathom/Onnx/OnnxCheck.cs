using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Onnx;

/// <summary>Whether an exported model computes what the model does.</summary>
internal static class OnnxCheck
{
    private const int Count = 2, OpenLength = 7;

    /// <summary>Two samples for each input.</summary>
    public static IReadOnlyList<Samples> Draw(ModelGraph graph)
    {
        var random = new Random(Seeds.Next());
        return [.. graph.Inputs.Select(input =>
        {
            Shape shape = new([.. input.Shape.Select(axis => axis == Shape.Unknown ? OpenLength : axis)]);
            int? tokens = graph.Calls.Where(call => call.Inputs.Contains(input)).Select(call => call.Layer switch
            {
                Embedding embedding => embedding.InputDim,
                CategoryEncoding encoding => encoding.NumTokens,
                _ => (int?)null,
            }).Min();
            float[] values = new float[Count * shape.Size];
            for (int i = 0; i < values.Length; i++) values[i] = tokens is int limit ? random.Next(limit) : Normal(random);
            return Samples.From(values, shape);
        })];
    }

    /// <summary>The greatest difference.</summary>
    /// <exception cref="InvalidOperationException">It exceeds the tolerance.</exception>
    public static double Compare(Model model, IReadOnlyList<Samples> wanted, IReadOnlyList<float[]> got, double tolerance)
    {
        if (got.Count != wanted.Count) throw new InvalidOperationException($"Model '{model.Name}' has {wanted.Count} outputs but the runner gave {got.Count}. Give one array for each output, in order.");
        double greatest = 0;
        for (int output = 0; output < got.Count; output++)
        {
            ReadOnlySpan<float> values = wanted[output].Values;
            if (got[output].Length != values.Length)
                throw new InvalidOperationException($"Output {output} of model '{model.Name}' has {values.Length} values but the runner gave {got[output].Length}. Give all values of each output, in order.");
            for (int i = 0; i < values.Length; i++)
            {
                double off = values[i].Equals(got[output][i]) ? 0 : Math.Abs((double)values[i] - got[output][i]) / Math.Max(1, Math.Abs(values[i]));
                // Also where one of the two is not a number.
                if (!(off <= tolerance))
                    throw new InvalidOperationException($"The exported model differs: value {i} of output {output} of model '{model.Name}' is {values[i]:R} but the ONNX file gives {got[output][i]:R}. Please report this with the model's layers.");
                greatest = Math.Max(greatest, off);
            }
        }
        return greatest;
    }

    // The polar method would draw a varying number of times.
    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
