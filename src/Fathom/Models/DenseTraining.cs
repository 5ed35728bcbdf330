using Fathom.Data;
using Fathom.Kernels;
using Fathom.Layers;
using Fathom.Losses;
using Fathom.Native;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>
/// Training steps of a net of fully connected layers by the fused kernel: small nets spend most of a step outside the arithmetic when every operator is a call into libtorch.
/// What the kernel does not know is left to the ordinary step.
/// </summary>
internal sealed class DenseTraining : IDisposable
{
    // Beyond this many weights libtorch's matrix products, which cut all three dimensions to the caches, are as fast.
    private const int MostWeights = 2_000_000;

    // The kernel keeps two samples' outputs on the stack.
    private const int MostOutputs = 4096;

    private readonly Layer[] _layers;
    private readonly DenseChain _chain;
    private readonly int _outputs, _targets;
    private readonly Dictionary<int, Tensor> _views = [];
    private Tensor? _predictions;

    private DenseTraining(Layer[] layers, DenseLink[] links, DenseLoss loss)
    {
        (_layers, _outputs, _targets) = (layers, links[^1].Outputs, loss.Targets(links[^1].Outputs));
        _chain = new DenseChain(links, loss, Lanes.Count);
    }

    /// <summary>The fused step for a model, or none where it has parts that the kernel does not know.</summary>
    public static DenseTraining? For(Model model, Compilation compilation)
    {
        if (compilation.Device.type != DeviceType.CPU || compilation.Losses.Count != 1 || compilation.Penalised.Count > 0 || compilation.LossWeights[0] != 1) return null;
        if (compilation.Parameters.Length > MostWeights || model.LayerChain is not { } chain) return null;
        Layer[] layers = [.. chain];
        var offsets = compilation.Parameters.Parts.ToDictionary(part => part.Weight, part => part.Offset);
        var links = new List<DenseLink>();
        foreach (Layer layer in layers)
        {
            if (layer is Flatten) { if (links.Count > 0) return null; }
            else if (layer is not Dense { InputShapes: [{ Count: 1 } input] } dense || !dense.OwnWeights.All(offsets.ContainsKey)) return null;
            else if (Known(dense.Activation, isLast: layer == layers[^1]) is not { } activation) return null;
            else links.Add(new DenseLink(input[0], dense.Units, activation, offsets[dense.OwnWeights[0]], dense.UseBias ? offsets[dense.OwnWeights[1]] : -1));
        }
        // A layer used twice gathers gradients from two places.
        if (links.Count == 0 || links[^1].Outputs > MostOutputs || layers.Distinct().Count() != layers.Length || layers.Sum(layer => layer.OwnWeights.Count) != offsets.Count) return null;
        return Known(compilation.Losses[0], ((Dense)layers[^1]).Activation) is DenseLoss loss ? new DenseTraining(layers, [.. links], loss) : null;
    }

    /// <summary>Computes loss and gradients of one batch, unless something about it asks for the ordinary step.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="parameters">Receives the gradients.</param>
    /// <param name="scale">What the gradients are multiplied by.</param>
    /// <param name="predicts">Whether predictions are wanted.</param>
    /// <param name="loss">The batch's loss.</param>
    /// <param name="predictions">(batch, outputs), valid until the next call; none unless wanted.</param>
    /// <returns>Whether it was done.</returns>
    public unsafe bool Run(Batch batch, ParameterBuffer parameters, double scale, bool predicts, out double loss, out Tensor? predictions)
    {
        (loss, predictions) = (0, null);
        foreach (Layer layer in _layers)
            if (!layer.IsCalledPlainly) return false;
        Tensor x = batch.Inputs[0], y = batch.Targets[0];
        Tensor? weights = batch.WeightOf(0);
        if (y.NumberOfElements != (long)batch.Size * _targets || (weights is not null && weights.NumberOfElements != batch.Size)) return false;
        if (predicts) predictions = View(batch.Size);
        fixed (float* values = parameters.Values.Floats(), gradients = parameters.Gradients.Floats(), inputs = x.Floats(), targets = y.Floats(),
            sampleWeights = weights is null ? [] : weights.Floats(), predicted = predictions is null ? [] : predictions.Floats())
            loss = _chain.Run(values, gradients, batch.Size, inputs, targets, sampleWeights, predicted, scale);
        return true;
    }

    public void Dispose()
    {
        _chain.Dispose();
        Forget();
    }

    private void Forget()
    {
        foreach (Tensor view in _views.Values) view.Dispose();
        _views.Clear();
        _predictions?.Dispose();
        _predictions = null;
    }

    private Tensor View(int samples)
    {
        if (_views.TryGetValue(samples, out Tensor? view)) return view;
        if (_predictions is null || _predictions.shape[0] < samples)
        {
            Forget();
            _predictions = empty(samples, _outputs).DetachFromDisposeScope();
        }
        view = _predictions.narrow(0, 0, samples).DetachFromDisposeScope();
        _views.Add(samples, view);
        return view;
    }

    private static DenseActivation? Known(Activation activation, bool isLast) =>
        activation == Activation.Linear ? DenseActivation.Linear
        : activation == Activation.Relu ? DenseActivation.Relu
        : activation == Activation.Sigmoid ? DenseActivation.Sigmoid
        : activation == Activation.Tanh ? DenseActivation.Tanh
        // Part of the loss, or of none that is known.
        : isLast && activation == Activation.Softmax ? DenseActivation.Linear
        : null;

    private static DenseLoss? Known(Loss loss, Activation activation)
    {
        if (loss.Reduction != LossReduction.SumOverBatchSize) return null;
        return loss switch
        {
            BinaryCrossentropy { LabelSmoothing: 0, Axis: -1 } binary when (binary.FromLogits ? Activation.Linear : Activation.Sigmoid) == activation =>
                new DenseLoss(DenseLossKind.BinaryCrossentropy, Clip: binary.FromLogits ? 0 : (float)Loss.Epsilon),
            SparseCategoricalCrossentropy { IgnoreClass: null, Axis: -1 } sparse when (sparse.FromLogits ? Activation.Linear : Activation.Softmax) == activation =>
                new DenseLoss(DenseLossKind.SparseCategoricalCrossentropy, Clip: sparse.FromLogits ? 0 : (float)Loss.Epsilon),
            _ when activation == Activation.Softmax => null,
            MeanSquaredError => new DenseLoss(DenseLossKind.SquaredError),
            MeanAbsoluteError => new DenseLoss(DenseLossKind.AbsoluteError),
            Huber huber => new DenseLoss(DenseLossKind.Huber, (float)huber.Delta),
            _ => null,
        };
    }
}
