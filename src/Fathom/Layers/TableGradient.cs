using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// The gradient of a table of which a batch reads some rows, in its place in the flat buffer. Look-ups add to it directly, and it is known in which rows it can
/// differ from zero.
/// </summary>
internal sealed class TableGradient
{
    private readonly Weight _weight;
    private readonly Tensor _home;

    /// <summary>Prepares the gradient, which is zero.</summary>
    /// <param name="weight">The table, (rows, values).</param>
    /// <param name="home">The gradient's place, of the same shape, on the CPU.</param>
    public TableGradient(Weight weight, Tensor home)
    {
        (_weight, _home) = (weight, home);
        Rows = new RowSet(weight.Shape[0]);
        weight.TableGradient = this;
    }

    /// <summary>The rows in which it may differ from zero. Whoever else may write adds all.</summary>
    public RowSet Rows { get; }

    /// <summary>Whether look-ups on their way back are to add to it, rather than hand a gradient on.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The values, row-major.</summary>
    public Span<float> Values => _home.Floats();

    /// <summary>Opens it to look-ups. All else that reads the table gets a gradient apart, which shows that there was such.</summary>
    public void Open()
    {
        // Another model may have taken the table over.
        if (_weight.TableGradient != this) return;
        _weight.Table.grad = null;
        IsOpen = true;
    }

    /// <summary>Takes what others than look-ups contributed.</summary>
    public void Close()
    {
        if (!IsOpen) return;
        IsOpen = false;
        using (no_grad())
        using (Tensor? other = _weight.Table.grad)
            if (other is not null)
            {
                Rows.AddAll();
                _ = _home.add_(other);
            }
        _weight.Table.grad = _home;
    }

    /// <summary>Lets go of the table, if it is still this gradient's.</summary>
    public void Release()
    {
        if (_weight.TableGradient == this) _weight.TableGradient = null;
        _home.Dispose();
    }
}
