using Fathom.Layers;
using Fathom.Models;
using Fathom.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Callbacks;

/// <summary>Looks at the activations and gradients of a model in training and keeps, per epoch, what shows a collapse.</summary>
internal sealed class CollapseWatch
{
    private readonly List<(Layer Layer, Action<IReadOnlyList<Tensor>> Look)> _watched = [];
    private readonly Dictionary<Layer, Tensor> _alive = [];
    private readonly (Layer Layer, Weight Weight)[] _weights;
    private readonly Dictionary<Weight, double> _largest = [];
    private double? _spread;

    public CollapseWatch(ITrainee model)
    {
        Layer[] layers = [.. model.Layers.SelectMany(WithInner).Distinct()];
        foreach (Layer layer in layers.Where(IsRectifier)) Watch(layer, outputs => LookAtUnits(layer, outputs[0]));
        if (model is Layer whole) Watch(whole, LookAtPredictions);
        _weights = [.. layers.SelectMany(layer => layer.OwnWeights.Where(weight => weight.IsTrainable && layer.Trainable && weight.Shape.Length > 1).Select(weight => (layer, weight)))];
    }

    /// <summary>The largest difference between predictions within one batch, relative to their size; none where no batch had two samples.</summary>
    public double? Spread => _spread;

    public void Reset()
    {
        foreach (Tensor alive in _alive.Values) alive.Dispose();
        _alive.Clear();
        _largest.Clear();
        _spread = null;
    }

    public void LookAtGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach ((_, Weight weight) in _weights)
            if (weight.Value.grad is Tensor gradient)
                _largest[weight] = Math.Max(_largest.GetValueOrDefault(weight), gradient.abs().max().ToDouble());
    }

    public IEnumerable<(Layer Layer, int Dead, int Units)> DeadUnits()
    {
        foreach ((Layer layer, Tensor alive) in _alive)
        {
            int units = (int)alive.NumberOfElements;
            using Tensor count = alive.sum();
            yield return (layer, units - (int)count.ToInt64(), units);
        }
    }

    public IEnumerable<(Layer Layer, Weight Weight, double Largest)> Gradients() =>
        _weights.Where(entry => _largest.ContainsKey(entry.Weight)).Select(entry => (entry.Layer, entry.Weight, _largest[entry.Weight]));

    /// <summary>Looks no longer, and frees what was kept.</summary>
    public void End()
    {
        foreach ((Layer layer, Action<IReadOnlyList<Tensor>> look) in _watched) layer.Trained -= look;
        Reset();
    }

    private static IEnumerable<Layer> WithInner(Layer layer) => layer.Sublayers.SelectMany(WithInner).Prepend(layer);

    private static bool IsRectifier(Layer layer) => layer.Sublayers.Count == 0 && layer.GetConfig()["activation"] is { } activation && activation.ToString() == "relu";

    private void Watch(Layer layer, Action<IReadOnlyList<Tensor>> look)
    {
        layer.Trained += look;
        _watched.Add((layer, look));
    }

    private void LookAtUnits(Layer layer, Tensor output)
    {
        using DisposeScope scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor any = output.detach().ne(0).flatten(0, -2).any(0L);
        if (_alive.TryGetValue(layer, out Tensor? alive)) _ = alive.logical_or_(any);
        else _alive.Add(layer, any.DetachFromDisposeScope());
    }

    private void LookAtPredictions(IReadOnlyList<Tensor> outputs)
    {
        if (outputs[0].shape[0] < 2) return;
        using DisposeScope scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (Tensor output in outputs)
        {
            Tensor values = output.detach().to(float32);
            double spread = ((values.amax([0L]) - values.amin([0L])).max() / (1 + values.abs().max())).ToDouble();
            // A prediction that is lost is another matter, and no constant.
            _spread = Math.Max(_spread ?? 0, double.IsNaN(spread) ? double.PositiveInfinity : spread);
        }
    }
}
