using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>
/// The GRU's cell, reset before the product: rows z, r and the candidate of each unit, and one of no weight. The candidate reads r · h, so that a step has two
/// halves both ways: first <see cref="ForwardReset"/>, and last <see cref="BackwardReset"/>.
/// </summary>
internal readonly unsafe struct GruResetBeforeCell : ICell
{
    public static int Kept => 0;

    public static int Gates => 3;

    public static int GroupUnits => 1;

    public static bool ResetsBefore => true;

    public static int WithoutState => 3;

    public static int WithoutInputs => 3;

    public static int KernelColumn(int row, int units) => row % 4 == 3 ? -1 : row % 4 * units + row / 4;

    public static int RecurrentColumn(int row, int units) => KernelColumn(row, units);

    public static (int First, int Second) BiasPlaces(int row, int units) => (KernelColumn(row, units), -1);

    public static int GateOf(int place) => Math.Min(place, 2);

    /// <summary>The first half of a step: r, and r · h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ForwardReset<T>(float* rows, float* past, float* product, int stride) where T : unmanaged, ILanes<T>
    {
        T reset = LaneMath<T>.Sigmoid(T.Load(rows + stride));
        reset.Store(rows + stride);
        (reset * T.Load(past)).Store(product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T>(float* rows, float* before, float* after, float* past, float* output, int stride, bool keeps)
        where T : unmanaged, ILanes<T>
    {
        T update = LaneMath<T>.Sigmoid(T.Load(rows)), candidate = LaneMath<T>.Tanh(T.Load(rows + 2 * stride));
        T.MultiplyAdd(update, T.Load(past) - candidate, candidate).Store(output);
        if (!keeps) return;
        update.Store(rows);
        candidate.Store(rows + 2 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T>(float* rows, float* before, float* after, float* past, float* output, float* gradient, float* carried, float* dz, int stride)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Of(1f), update = T.Load(rows), candidate = T.Load(rows + 2 * stride), dh = T.Load(gradient);
        (dh * (T.Load(past) - candidate) * update * (one - update)).Store(dz);
        T.Of(0f).Store(dz + stride);
        (dh * (one - update) * (one - candidate * candidate)).Store(dz + 2 * stride);
        T.Of(0f).Store(dz + 3 * stride);
        (dh * update).Store(gradient);
    }

    /// <summary>The last half of a step back, from the gradient of r · h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BackwardReset<T>(float* rows, float* past, float* ofProduct, float* gradient, float* dz, int stride) where T : unmanaged, ILanes<T>
    {
        T reset = T.Load(rows + stride), d = T.Load(ofProduct);
        (d * T.Load(past) * reset * (T.Of(1f) - reset)).Store(dz + stride);
        T.MultiplyAdd(d, reset, T.Load(gradient)).Store(gradient);
    }
}
