using System.Runtime.InteropServices;
using Fathom.Layers;
using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>
/// All trainable weights of a model in one flat buffer, and their gradients in another; each weight is a view into it. So an optimizer, a norm or a
/// moving average is one pass over memory.
/// </summary>
public sealed class ParameterBuffer
{
    private readonly (Weight Weight, int Offset)[] _parts;
    private readonly RowSet?[] _gradientRows;
    private readonly List<BufferRun> _runs = [];

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
        FlatGradients = zeros(length, dtype: float32, device: device).DetachFromDisposeScope();
        foreach ((Weight weight, int offset) in _parts)
        {
            Tensor home = View(Values, weight, offset), gradient = View(FlatGradients, weight, offset);
            home.copy_(weight.Value);
            home = home.detach().requires_grad_(true).DetachFromDisposeScope();
            // Defined beforehand, the gradient is added to in place: backward writes straight into the flat buffer.
            home.grad = gradient;
            weight.MoveTo(home);
            if (weight.IsTable && device.type == DeviceType.CPU) _ = new TableGradient(weight, gradient.DetachFromDisposeScope());
        }
        Tables = [.. _parts.Select(part => device.type == DeviceType.CPU ? part.Weight.TableGradient : null)];
        _gradientRows = [.. Tables.Select(table => table?.Rows)];
    }

    /// <summary>The number of values, padding included.</summary>
    public int Length => (int)Values.NumberOfElements;

    /// <summary>The values, one axis. Padding between weights stays zero.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients, laid out as <see cref="Values"/>.</summary>
    public Tensor Gradients
    {
        get
        {
            // Whoever asks may write anywhere.
            foreach (RowSet? rows in _gradientRows) rows?.AddAll();
            return FlatGradients;
        }
    }

    /// <summary>The gradients, for those who leave zero what lies outside of <see cref="GradientRuns"/>.</summary>
    internal Tensor FlatGradients { get; }

    /// <summary>The weights and where each begins.</summary>
    internal IReadOnlyList<(Weight Weight, int Offset)> Parts => _parts;

    /// <summary>The gradients of the weights that are tables, none for other weights.</summary>
    internal IReadOnlyList<TableGradient?> Tables { get; }

    /// <summary>Where a part and its padding end.</summary>
    internal int EndOf(int part) => part + 1 < _parts.Length ? _parts[part + 1].Offset : Length;

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients()
    {
        ReadOnlySpan<BufferRun> runs = GradientRuns();
        // In one piece on all of libtorch's threads.
        if (runs.Length == 1 || FlatGradients.device_type != DeviceType.CPU)
            using (no_grad()) _ = FlatGradients.zero_();
        else
        {
            Span<float> gradients = FlatGradients.Floats();
            foreach (BufferRun run in runs) gradients[run.Start..run.End].Clear();
        }
        foreach (RowSet? rows in _gradientRows) rows?.Clear();
    }

    /// <summary>Sets the gradients to those of a loss.</summary>
    /// <param name="loss">A scalar.</param>
    internal void Differentiate(Tensor loss)
    {
        ZeroGradients();
        foreach (TableGradient? table in Tables) table?.Open();
        try
        {
            loss.backward();
        }
        finally
        {
            foreach (TableGradient? table in Tables) table?.Close();
        }
    }

    /// <summary>Where gradients may differ from zero: all weights, of tables the rows that were looked up. Valid until runs are asked for again.</summary>
    internal ReadOnlySpan<BufferRun> GradientRuns() => Runs(_gradientRows);

    /// <summary>The runs that hold all weights but tables, and of tables some rows. Valid until runs are asked for again.</summary>
    /// <param name="rows">The rows per part; none for the whole part.</param>
    internal ReadOnlySpan<BufferRun> Runs(IReadOnlyList<RowSet?> rows)
    {
        _runs.Clear();
        for (int part = 0; part < _parts.Length; part++)
        {
            (Weight weight, int offset) = _parts[part];
            if (rows[part] is not { IsAll: false } some)
            {
                BufferRun.Add(_runs, offset, offset + weight.Size);
                continue;
            }
            int width = weight.Shape[1];
            for (int row = some.Next(0); row >= 0; row = some.Next(row + 1)) BufferRun.Add(_runs, offset + row * width, offset + (row + 1) * width);
        }
        return CollectionsMarshal.AsSpan(_runs);
    }

    /// <summary>Lets every weight own its values again, then frees the buffer.</summary>
    internal void Release()
    {
        using (NewDisposeScope())
        using (no_grad())
            foreach ((Weight weight, _) in _parts)
                weight.MoveTo(weight.Value.detach().clone().requires_grad_(true).DetachFromDisposeScope());
        foreach (TableGradient? table in Tables) table?.Release();
        Values.Dispose();
        FlatGradients.Dispose();
    }

    private static Tensor View(Tensor flat, Weight weight, int offset)
    {
        long[] axes = new long[weight.Shape.Length];
        for (int i = 0; i < axes.Length; i++) axes[i] = weight.Shape[i];
        return flat.narrow(0, offset, weight.Size).view(axes);
    }
}
