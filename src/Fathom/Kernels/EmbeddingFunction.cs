using System.Numerics;
using System.Runtime.InteropServices;
using Fathom.Layers;
using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Kernels;

/// <summary>
/// Rows of a table by number, as one node of the gradient graph: single precision on the CPU. The gradients of a row add up in the order of the ids, so that
/// they repeat bit for bit, on any number of threads.
/// </summary>
internal sealed unsafe class EmbeddingFunction : autograd.SingleTensorFunction<EmbeddingFunction>
{
    private const string Kept = "destination";

    // Numbers that a thread must have to copy or add before it is worth waking.
    private const int LeastPart = 16_384;

    private const int CacheLine = 16;

    public override string Name => nameof(EmbeddingFunction);

    /// <summary>Looks rows up.</summary>
    /// <param name="ids">Contiguous whole numbers (int64), all of them rows of the table.</param>
    /// <param name="table">Contiguous (rows, values).</param>
    /// <param name="gradient">Where the table's gradient is, to add to it directly while it is open; none for the ordinary way.</param>
    public static Tensor Run(Tensor ids, Tensor table, TableGradient? gradient) => apply(ids, table, new Destination(gradient));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (ids, table) = ((Tensor)vars[0], (Tensor)vars[1]);
        int width = (int)table.shape[1];
        Tensor output = empty([.. ids.shape, width], dtype: float32);
        ReadOnlySpan<long> rows = MemoryMarshal.Cast<byte, long>(ids.bytes);
        int count = rows.Length, part = PartOf(count, (long)count * width, 1);
        fixed (long* row = rows)
        fixed (float* source = table.Floats(), target = output.Floats())
        {
            (nint numbers, nint from, nint to) = ((nint)row, (nint)source, (nint)target);
            TorchThreads.For(Parts(count, part), index =>
            {
                for (int i = index * part; i < Math.Min(count, (index + 1) * part); i++)
                    new ReadOnlySpan<float>((float*)from + ((long*)numbers)[i] * width, width).CopyTo(new Span<float>((float*)to + (long)i * width, width));
            });
        }
        ctx.save_for_backward([ids, table]);
        ctx.save_data(Kept, vars[2]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        List<Tensor> saved = [.. ctx.get_saved_variables()];
        TableGradient? home = ((Destination)ctx.get_data(Kept)).Gradient;
        using Tensor upstream = grad_output.contiguous();
        ReadOnlySpan<long> rows = MemoryMarshal.Cast<byte, long>(saved[0].bytes);
        if (home is { IsOpen: true })
        {
            foreach (long row in rows) home.Rows.Add((int)row);
            Add(upstream.Floats(), rows, home.Values);
            return [null!, null!, null!];
        }
        // Whatever becomes of the gradient, it may end where the home is.
        home?.Rows.AddAll();
        Tensor gradient = zeros_like(saved[1]);
        Add(upstream.Floats(), rows, gradient.Floats());
        return [null!, gradient, null!];
    }

    // Each thread has columns of its own, so that a row's sum has one order.
    private static void Add(ReadOnlySpan<float> values, ReadOnlySpan<long> rows, Span<float> sums)
    {
        if (rows.IsEmpty) return;
        int count = rows.Length, width = values.Length / count, part = PartOf(width, values.Length, CacheLine);
        fixed (long* row = rows)
        fixed (float* source = values, target = sums)
        {
            (nint numbers, nint from, nint to) = ((nint)row, (nint)source, (nint)target);
            TorchThreads.For(Parts(width, part), index =>
            {
                int first = index * part, own = Math.Min(part, width - first);
                for (int i = 0; i < count; i++)
                    Add(new ReadOnlySpan<float>((float*)from + (long)i * width + first, own), new Span<float>((float*)to + ((long*)numbers)[i] * width + first, own));
            });
        }
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> sums)
    {
        ReadOnlySpan<Vector<float>> blocks = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (int i = 0; i < blocks.Length; i++) vectors[i] += blocks[i];
        for (int i = blocks.Length * Vector<float>.Count; i < values.Length; i++) sums[i] += values[i];
    }

    // How many of something a thread takes, a multiple of a unit.
    private static int PartOf(int count, long work, int unit)
    {
        long parts = Math.Clamp(work / LeastPart, 1, get_num_threads());
        return Math.Max(unit, (int)((count + parts - 1) / parts + unit - 1) / unit * unit);
    }

    private static int Parts(int count, int part) => (count + part - 1) / part;

    private sealed record Destination(TableGradient? Gradient);
}
