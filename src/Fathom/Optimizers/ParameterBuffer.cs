using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>
/// All trainable weights of a model in one flat buffer, and their gradients in another; each weight is a view into it. So an optimizer, a norm or a
/// moving average is one pass over memory.
/// </summary>
public sealed class ParameterBuffer
{
    private readonly (Weight Weight, int Offset)[] _parts;

    internal ParameterBuffer(IEnumerable<Weight> weights, Device device)
    {
        int length = 0;
        var parts = new List<(Weight, int)>();
        foreach (Weight weight in weights)
        {
            parts.Add((weight, length));
            // A whole cache line each, so that no two weights share one and vector loops start aligned.
            length += (weight.Size + 15) / 16 * 16;
        }
        _parts = [.. parts];
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Values = zeros(length, dtype: float32, device: device).DetachFromDisposeScope();
        Gradients = zeros(length, dtype: float32, device: device).DetachFromDisposeScope();
        foreach ((Weight weight, int offset) in _parts)
        {
            Tensor home = View(Values, weight, offset);
            home.copy_(weight.Value);
            home = home.detach().requires_grad_(true).DetachFromDisposeScope();
            // Defined beforehand, the gradient is added to in place: backward writes straight into the flat buffer.
            home.grad = View(Gradients, weight, offset);
            weight.MoveTo(home);
        }
    }

    /// <summary>The number of values, padding included.</summary>
    public int Length => (int)Values.NumberOfElements;

    /// <summary>The values, one axis. Padding between weights stays zero.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients, laid out as <see cref="Values"/>.</summary>
    public Tensor Gradients { get; }

    /// <summary>The weights and where each begins.</summary>
    internal IReadOnlyList<(Weight Weight, int Offset)> Parts => _parts;

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        using (no_grad()) _ = Gradients.zero_();
    }

    /// <summary>Lets every weight own its values again, then frees the buffer.</summary>
    internal void Release()
    {
        using (NewDisposeScope())
        using (no_grad())
            foreach ((Weight weight, _) in _parts)
                weight.MoveTo(weight.Value.detach().clone().requires_grad_(true).DetachFromDisposeScope());
        Values.Dispose();
        Gradients.Dispose();
    }

    private static Tensor View(Tensor flat, Weight weight, int offset)
    {
        long[] axes = new long[weight.Shape.Length];
        for (int i = 0; i < axes.Length; i++) axes[i] = weight.Shape[i];
        return flat.narrow(0, offset, weight.Size).view(axes);
    }
}
