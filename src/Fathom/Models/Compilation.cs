using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Models;

/// <summary>What compiling gives a model: an optimizer, losses, metrics, a device. The flat buffer follows once the weights exist.</summary>
internal sealed class Compilation(
    Optimizer optimizer, IReadOnlyList<Loss> losses, IReadOnlyList<float> lossWeights, IReadOnlyList<IReadOnlyList<Metric>> metrics,
    IReadOnlyList<IReadOnlyList<Metric>> weightedMetrics, Device device)
{
    private Figures? _figures;
    private ParameterBuffer? _parameters;
    private Weight[] _penalised = [], _constrained = [];
    private DenseTraining? _dense;

    public Optimizer Optimizer => optimizer;

    public IReadOnlyList<Loss> Losses => losses;

    public IReadOnlyList<float> LossWeights => lossWeights;

    public IReadOnlyList<IReadOnlyList<Metric>> Metrics => metrics;

    public IReadOnlyList<IReadOnlyList<Metric>> WeightedMetrics => weightedMetrics;

    public Device Device => device;

    public Figures Figures => _figures ?? throw new InvalidOperationException("The model has seen no data yet.");

    public ParameterBuffer Parameters => _parameters ?? throw new InvalidOperationException("The model has seen no data yet.");

    /// <summary>Fused training steps, where the model is of a kind that has them.</summary>
    public DenseTraining? Dense => _dense;

    /// <summary>The weights that carry a penalty.</summary>
    public IReadOnlyList<Weight> Penalised => _penalised;

    /// <summary>Gathers the weights into the flat buffer and prepares the figures, once.</summary>
    public void Prepare(Model model, IReadOnlyList<string> outputs, IReadOnlyList<Shape> shapes)
    {
        if (_parameters is not null) return;
        if (losses.Count != shapes.Count)
            throw new InvalidOperationException(
                $"Model '{model.Name}' has {shapes.Count} outputs ({string.Join(", ", outputs)}) but was compiled with {losses.Count} losses. Compile with one loss per output.");
        var trainable = model.TrainableWeights.ToHashSet();
        model.PlaceWeights();
        _parameters = new ParameterBuffer(model.Weights.Where(trainable.Contains), device);
        foreach (Weight weight in model.Weights.Where(weight => !trainable.Contains(weight))) weight.Freeze(device);
        _penalised = [.. model.Weights.Where(weight => weight.Regularizer is not null && trainable.Contains(weight))];
        _constrained = [.. model.Weights.Where(weight => weight.Constraint is not null && trainable.Contains(weight))];
        _figures = new Figures(outputs, shapes, losses, metrics, weightedMetrics);
        _dense = DenseTraining.For(model, this);
    }

    /// <summary>The layers that were frozen or thawed after the weights were gathered.</summary>
    public IReadOnlyList<Layer> ChangedSince(Model model)
    {
        HashSet<Weight> changed = [.. model.TrainableWeights];
        changed.SymmetricExceptWith(Parameters.Parts.Select(part => part.Weight));
        return changed.Count == 0 ? [] : [.. Inner(model).Where(layer => layer.OwnWeights.Any(changed.Contains)).Distinct()];

        static IEnumerable<Layer> Inner(Layer layer) => layer.Sublayers.SelectMany(Inner).Prepend(layer);
    }

    /// <summary>Brings the weights that have bounds back into them.</summary>
    public void KeepConstraints()
    {
        if (_constrained.Length == 0) return;
        using DisposeScope scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (Weight weight in _constrained) _ = weight.Value.copy_(weight.Constraint!.Apply(weight.Value));
    }

    /// <summary>Gives the weights memory of their own again, before the model is compiled anew.</summary>
    public void Release()
    {
        _dense?.Dispose();
        _dense = null;
        _parameters?.Release();
    }
}
