namespace Fathom.Kernels;

/// <summary>The plain recurrent cell with tanh: one row per unit, padded to whole groups; kept is h.</summary>
internal readonly unsafe struct SimpleCell : ICell
{
    public static int Kept => 1;

    public static int Gates => 1;

    public static int Rows(int units) => (units + 3) / 4 * 4;

    public static int KernelColumn(int row, int units) => row < units ? row : -1;

    public static int RecurrentColumn(int row, int units) => KernelColumn(row, units);

    public static (int First, int Second) BiasPlaces(int row, int units) => (KernelColumn(row, units), -1);

    public static int GateOf(int place) => 0;

    public static void Forward<T>(float* z, float* before, float* after, float* output, int units) where T : unmanaged, ILanes<T>
    {
        for (int lane = 0; lane < units * 2 * T.Count; lane += T.Count)
        {
            T h = LaneMath<T>.Tanh(T.Load(z + lane));
            h.Store(after + lane);
            h.Store(output + lane);
        }
    }

    public static void Backward<T>(float* z, float* before, float* after, float* output, float* carried, float* dz, int units) where T : unmanaged, ILanes<T>
    {
        int used = units * 2 * T.Count, all = Rows(units) * 2 * T.Count;
        for (int lane = 0; lane < used; lane += T.Count)
        {
            T h = T.Load(after + lane);
            (T.Load(output + lane) * (T.Of(1f) - h * h)).Store(dz + lane);
            T.Of(0f).Store(output + lane);
        }
        for (int lane = used; lane < all; lane += T.Count) T.Of(0f).Store(dz + lane);
    }
}
