using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The plain recurrent cell with tanh: one row per unit, the last group filled up with rows of no weight.</summary>
internal readonly unsafe struct SimpleCell : ICell
{
    public static int Kept => 0;

    public static int Gates => 1;

    public static int GroupUnits => 4;

    public static bool ResetsBefore => false;

    public static int WithoutState => -1;

    public static int WithoutInputs => -1;

    public static int KernelColumn(int row, int units) => row < units ? row : -1;

    public static int RecurrentColumn(int row, int units) => KernelColumn(row, units);

    public static (int First, int Second) BiasPlaces(int row, int units) => (KernelColumn(row, units), -1);

    public static int GateOf(int place) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T>(float* rows, float* before, float* after, float* past, float* output, int stride, bool keeps)
        where T : unmanaged, ILanes<T>
    {
        LaneMath<T>.Tanh(T.Load(rows)).Store(output);
        LaneMath<T>.Tanh(T.Load(rows + stride)).Store(output + stride);
        LaneMath<T>.Tanh(T.Load(rows + 2 * stride)).Store(output + 2 * stride);
        LaneMath<T>.Tanh(T.Load(rows + 3 * stride)).Store(output + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T>(float* rows, float* before, float* after, float* past, float* output, float* gradient, float* carried, float* dz, int stride)
        where T : unmanaged, ILanes<T>
    {
        for (int unit = 0; unit < 4; unit++, output += stride, gradient += stride, dz += stride)
        {
            T h = T.Load(output);
            (T.Load(gradient) * (T.Of(1f) - h * h)).Store(dz);
            T.Of(0f).Store(gradient);
        }
    }
}
