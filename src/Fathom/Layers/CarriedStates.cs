using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The states a layer carries from batch to batch.</summary>
internal sealed class CarriedStates
{
    private Tensor[] _values = [];

    /// <summary>The states, batch first; none before the first batch.</summary>
    public IReadOnlyList<Tensor> Values => _values;

    /// <summary>Carries states on, without their history.</summary>
    public void Carry(IEnumerable<Tensor> states)
    {
        Tensor[] kept = [.. states.Select(state => state.detach().clone().DetachFromDisposeScope())];
        Forget();
        _values = kept;
    }

    /// <summary>Copies that live until they are disposed.</summary>
    public Tensor[] Copy() => [.. _values.Select(state => state.clone().DetachFromDisposeScope())];

    /// <summary>Carries nothing.</summary>
    public void Forget()
    {
        foreach (Tensor state in _values) state.Dispose();
        _values = [];
    }

    /// <summary>The states as arrays.</summary>
    public IReadOnlyList<StoredWeight> Export() => [.. _values.Select((state, i) =>
    {
        using Tensor values = state.cpu().contiguous();
        return new StoredWeight($"{i}", [.. state.shape.Select(axis => (int)axis)], values.data<float>().ToArray());
    })];

    /// <summary>Carries what <see cref="Export"/> gave.</summary>
    public void Import(IReadOnlyList<StoredWeight> states, Device device)
    {
        using var scope = NewDisposeScope();
        Carry(states.Select(state => tensor(state.Values, state.Shape.Select(axis => (long)axis).ToArray()).to(device)));
    }
}
