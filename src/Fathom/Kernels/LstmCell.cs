using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The LSTM's cell: rows i, f, c̃, o of each unit; kept are c and tanh c.</summary>
internal readonly unsafe struct LstmCell : ICell
{
    public static int Kept => 2;

    public static int Gates => 4;

    public static int GroupUnits => 1;

    public static bool ResetsBefore => false;

    public static int WithoutState => -1;

    public static int WithoutInputs => -1;

    public static int KernelColumn(int row, int units) => row % 4 * units + row / 4;

    public static int RecurrentColumn(int row, int units) => KernelColumn(row, units);

    public static (int First, int Second) BiasPlaces(int row, int units) => (KernelColumn(row, units), -1);

    public static int GateOf(int place) => place;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T>(float* rows, float* before, float* after, float* past, float* output, int stride, bool keeps)
        where T : unmanaged, ILanes<T>
    {
        T i = LaneMath<T>.Sigmoid(T.Load(rows)), f = LaneMath<T>.Sigmoid(T.Load(rows + stride));
        T candidate = LaneMath<T>.Tanh(T.Load(rows + 2 * stride)), o = LaneMath<T>.Sigmoid(T.Load(rows + 3 * stride));
        T c = T.MultiplyAdd(f, T.Load(before), i * candidate);
        T tanhC = LaneMath<T>.Tanh(c);
        (o * tanhC).Store(output);
        c.Store(after);
        if (!keeps) return;
        tanhC.Store(after + stride);
        i.Store(rows);
        f.Store(rows + stride);
        candidate.Store(rows + 2 * stride);
        o.Store(rows + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T>(float* rows, float* before, float* after, float* past, float* output, float* gradient, float* carried, float* dz, int stride)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Of(1f);
        T i = T.Load(rows), f = T.Load(rows + stride), candidate = T.Load(rows + 2 * stride), o = T.Load(rows + 3 * stride);
        T tanhC = T.Load(after + stride), dh = T.Load(gradient);
        T dc = T.MultiplyAdd(dh * o, one - tanhC * tanhC, T.Load(carried));
        (dc * candidate * i * (one - i)).Store(dz);
        (dc * T.Load(before) * f * (one - f)).Store(dz + stride);
        (dc * i * (one - candidate * candidate)).Store(dz + 2 * stride);
        (dh * tanhC * o * (one - o)).Store(dz + 3 * stride);
        (dc * f).Store(carried);
        T.Of(0f).Store(gradient);
    }
}
