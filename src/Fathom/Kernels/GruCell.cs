using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The GRU's cell, reset after the product: rows z, r, the candidate's input part and its state part of each unit.</summary>
internal readonly unsafe struct GruCell : ICell
{
    public static int Kept => 0;

    public static int Gates => 3;

    public static int GroupUnits => 1;

    public static bool ResetsBefore => false;

    public static int WithoutState => 2;

    public static int WithoutInputs => 3;

    public static int KernelColumn(int row, int units) => row % 4 == 3 ? -1 : row % 4 * units + row / 4;

    public static int RecurrentColumn(int row, int units) => row % 4 == 2 ? -1 : GateOf(row % 4) * units + row / 4;

    public static (int First, int Second) BiasPlaces(int row, int units)
    {
        int ofInput = KernelColumn(row, units), ofState = RecurrentColumn(row, units);
        return (ofInput, ofState < 0 ? -1 : 3 * units + ofState);
    }

    public static int GateOf(int place) => Math.Min(place, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T>(float* rows, float* before, float* after, float* past, float* output, int stride, bool keeps)
        where T : unmanaged, ILanes<T>
    {
        T update = LaneMath<T>.Sigmoid(T.Load(rows)), reset = LaneMath<T>.Sigmoid(T.Load(rows + stride));
        T candidate = LaneMath<T>.Tanh(T.MultiplyAdd(reset, T.Load(rows + 3 * stride), T.Load(rows + 2 * stride)));
        T.MultiplyAdd(update, T.Load(past) - candidate, candidate).Store(output);
        if (!keeps) return;
        update.Store(rows);
        reset.Store(rows + stride);
        candidate.Store(rows + 2 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T>(float* rows, float* before, float* after, float* past, float* output, float* gradient, float* carried, float* dz, int stride)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Of(1f);
        T update = T.Load(rows), reset = T.Load(rows + stride), candidate = T.Load(rows + 2 * stride), ofState = T.Load(rows + 3 * stride);
        T dh = T.Load(gradient);
        T dCandidate = dh * (one - update) * (one - candidate * candidate);
        (dh * (T.Load(past) - candidate) * update * (one - update)).Store(dz);
        (dCandidate * ofState * reset * (one - reset)).Store(dz + stride);
        dCandidate.Store(dz + 2 * stride);
        (dCandidate * reset).Store(dz + 3 * stride);
        (dh * update).Store(gradient);
    }
}
