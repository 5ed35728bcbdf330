using System.Numerics;
using System.Runtime.InteropServices;
using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Kernels;

/// <summary>
/// Rows of a table by number, as one node of the gradient graph: single precision on the CPU. The gradients of a row add up in the order of the ids, so that
/// they repeat bit for bit.
/// </summary>
internal sealed class EmbeddingFunction : autograd.SingleTensorFunction<EmbeddingFunction>
{
    public override string Name => nameof(EmbeddingFunction);

    /// <summary>Looks rows up.</summary>
    /// <param name="ids">Contiguous whole numbers (int64), all of them rows of the table.</param>
    /// <param name="table">Contiguous (rows, values).</param>
    public static Tensor Run(Tensor ids, Tensor table) => apply(ids, table);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (ids, table) = ((Tensor)vars[0], (Tensor)vars[1]);
        int width = (int)table.shape[1];
        Tensor output = empty([.. ids.shape, width], dtype: float32);
        ReadOnlySpan<long> rows = MemoryMarshal.Cast<byte, long>(ids.bytes);
        ReadOnlySpan<float> from = table.Floats();
        Span<float> to = output.Floats();
        for (int i = 0; i < rows.Length; i++) from.Slice(checked((int)rows[i] * width), width).CopyTo(to.Slice(i * width, width));
        ctx.save_for_backward([ids, table]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = [.. ctx.get_saved_variables()];
        using Tensor upstream = grad_output.contiguous();
        Tensor gradient = zeros_like(saved[1]);
        int width = (int)gradient.shape[1];
        ReadOnlySpan<long> rows = MemoryMarshal.Cast<byte, long>(saved[0].bytes);
        ReadOnlySpan<float> from = upstream.Floats();
        Span<float> to = gradient.Floats();
        for (int i = 0; i < rows.Length; i++) Add(from.Slice(i * width, width), to.Slice((int)rows[i] * width, width));
        return [null!, gradient];
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> to)
    {
        ReadOnlySpan<Vector<float>> blocks = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (int i = 0; i < blocks.Length; i++) sums[i] += blocks[i];
        for (int i = blocks.Length * Vector<float>.Count; i < values.Length; i++) to[i] += values[i];
    }
}
