using Fathom.Data;
using Fathom.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Models;

// Asking a trained model.
public partial class Model
{
    /// <summary>Asks the model.</summary>
    /// <param name="x">(samples, …).</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <returns>(samples, …): the only output.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Samples Predict(Samples x, int batchSize = 256) => Predict(Dataset.From([x], []).Batch(batchSize))[0];

    /// <summary>Asks the model about a dataset, in the dataset's order.</summary>
    /// <param name="data">The data; targets are not looked at.</param>
    /// <returns>(samples, …) per output.</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="ArgumentException">The dataset is shuffled, so that nobody could say which answer belongs to which sample.</exception>
    public IReadOnlyList<Samples> Predict(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _ = CheckInputs(data);
        return Collect(data, inputs => Forward(inputs, CallContext.Infer));
    }

    // Outputs of the model, or of a part of it, batch by batch, on checked data.
    private IReadOnlyList<Samples> Collect(Dataset data, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> forward)
    {
        if (data.IsShuffled) throw new ArgumentException("Predictions on a shuffled dataset cannot be matched to its samples. Leave out Shuffle.", nameof(data));
        IReadOnlyList<Shape> shapes = ComputeOutputShapes(data.Source.Inputs);
        if (data.Count == 0) throw new ShapeException("There are no samples to predict. Give at least one.");
        float[]?[] results = [];
        Shape[] found = [];
        // A model that was loaded has its weights where they were read until its first use.
        _compilation?.Prepare(this, OutputNames(shapes.Count), shapes);
        using var feed = new BatchFeed(data, _compilation?.Device ?? CPU);
        using var quiet = inference_mode();
        int done = 0;
        using IEnumerator<Batch> batches = feed.Epoch().GetEnumerator();
        while (true)
        {
            using var scope = NewDisposeScope();
            if (!batches.MoveNext()) break;
            IReadOnlyList<Tensor> outputs = forward(batches.Current.Inputs);
            if (results.Length == 0) (results, found) = (new float[outputs.Count][], new Shape[outputs.Count]);
            for (int i = 0; i < outputs.Count; i++)
            {
                // Axes that were unknown before are known now.
                found[i] ??= SampleShape(outputs[i]);
                float[] result = results[i] ??= new float[data.Count * found[i].Size];
                outputs[i].to(float32).cpu().contiguous().data<float>().ToArray().CopyTo(result, done * found[i].Size);
            }
            done += batches.Current.Size;
        }
        return [.. results.Select((values, i) => Samples.Adopt(values!, data.Count, found[i]))];
    }
}
