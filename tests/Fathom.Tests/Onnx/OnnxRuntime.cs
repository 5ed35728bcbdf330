using Fathom.Data;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fathom.Tests.Onnx;

/// <summary>ONNX Runtime beside the model it was given.</summary>
internal static class OnnxRuntime
{
    private static readonly SessionOptions Options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };

    /// <summary>Runs a file.</summary>
    public static IReadOnlyList<float[]> Run(string path, IReadOnlyList<Samples> inputs)
    {
        using var session = new InferenceSession(path, Options);
        return Run(session, inputs);
    }

    /// <summary>Runs a file of one input and one output in half precision.</summary>
    public static float[] RunHalf(string path, Samples input)
    {
        using var session = new InferenceSession(path, Options);
        var half = new DenseTensor<Float16>(Array.ConvertAll(input.Values.ToArray(), value => (Float16)value), [input.Count, .. input.Shape]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], half)]);
        return [.. results[0].AsTensor<Float16>().Select(value => (float)value)];
    }

    /// <summary>Exports a model and compares it at two batch sizes, and at two lengths of every axis left open.</summary>
    public static void Check(Model model, Func<Random, float>? draw = null)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            var random = new Random(11);
            draw ??= values => (float)(4 * values.NextDouble() - 2);
            foreach (Weight weight in model.Weights)
            {
                // Weights at their start hide what they do: zeros, ones, means of nothing.
                float[] values = weight.ToArray();
                for (int i = 0; i < values.Length; i++)
                    values[i] = weight.Name.Contains("variance", StringComparison.Ordinal) ? 0.5f + random.NextSingle() : values[i] + 0.3f * (random.NextSingle() - 0.5f);
                if (weight.Name != "count") weight.Assign(values);
            }
            model.ExportOnnx(path);
            using var session = new InferenceSession(path, Options);
            foreach ((int batch, int length) in (ReadOnlySpan<(int, int)>)[(1, 6), (3, 9)])
            {
                Samples[] inputs = [.. model.GetGraph().Inputs.Select(input =>
                {
                    Shape shape = new([.. input.Shape.Select(axis => axis == Shape.Unknown ? length : axis)]);
                    float[] values = new float[batch * shape.Size];
                    for (int i = 0; i < values.Length; i++) values[i] = draw(random);
                    return Samples.From(values, shape);
                })];
                IReadOnlyList<Samples> wanted = model.Predict(Dataset.From(inputs, []).Batch(256));
                float[][] got = Run(session, inputs);
                Assert.Equal(wanted.Count, got.Length);
                for (int output = 0; output < got.Length; output++)
                {
                    float[] values = wanted[output].Values.ToArray();
                    Assert.Equal(values.Length, got[output].Length);
                    Assert.Contains(values, value => value != 0);
                    for (int i = 0; i < values.Length; i++)
                        Assert.True(Math.Abs(values[i] - got[output][i]) <= 1e-4 * Math.Max(1, Math.Abs(values[i])), $"Output {output}, value {i}, batch {batch}, length {length}: {values[i]} here, {got[output][i]} in ONNX Runtime.");
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static float[][] Run(InferenceSession session, IReadOnlyList<Samples> inputs)
    {
        NamedOnnxValue[] values = [.. session.InputNames.Select((name, i) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(inputs[i].Values.ToArray(), [inputs[i].Count, .. inputs[i].Shape])))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(values);
        return [.. results.Select(result => result.AsTensor<float>().ToArray())];
    }
}
