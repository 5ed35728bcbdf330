namespace Fathom.Kernels;

/// <summary>The LSTM's cell: rows i, f, c̃, o of each unit; kept are c and tanh c.</summary>
internal readonly unsafe struct LstmCell : ICell
{
    public static int Kept => 2;

    public static int Gates => 4;

    public static int Rows(int units) => 4 * units;

    public static int KernelColumn(int row, int units) => row % 4 * units + row / 4;

    public static int RecurrentColumn(int row, int units) => KernelColumn(row, units);

    public static (int First, int Second) BiasPlaces(int row, int units) => (KernelColumn(row, units), -1);

    public static int GateOf(int place) => place;

    public static void Forward<T>(float* z, float* before, float* after, float* output, int units) where T : unmanaged, ILanes<T>
    {
        int block = 2 * T.Count;
        for (int unit = 0; unit < units; unit++, z += 4 * block, before += 2 * block, after += 2 * block, output += block)
            for (int lane = 0; lane < block; lane += T.Count)
            {
                T i = LaneMath<T>.Sigmoid(T.Load(z + lane));
                T f = LaneMath<T>.Sigmoid(T.Load(z + block + lane));
                T candidate = LaneMath<T>.Tanh(T.Load(z + 2 * block + lane));
                T o = LaneMath<T>.Sigmoid(T.Load(z + 3 * block + lane));
                T c = T.MultiplyAdd(f, T.Load(before + lane), i * candidate);
                T tanhC = LaneMath<T>.Tanh(c);
                i.Store(z + lane);
                f.Store(z + block + lane);
                candidate.Store(z + 2 * block + lane);
                o.Store(z + 3 * block + lane);
                c.Store(after + lane);
                tanhC.Store(after + block + lane);
                (o * tanhC).Store(output + lane);
            }
    }

    public static void Backward<T>(float* z, float* before, float* after, float* output, float* carried, float* dz, int units) where T : unmanaged, ILanes<T>
    {
        int block = 2 * T.Count;
        T one = T.Of(1f);
        for (int unit = 0; unit < units; unit++, z += 4 * block, dz += 4 * block, before += 2 * block, after += 2 * block, output += block, carried += block)
            for (int lane = 0; lane < block; lane += T.Count)
            {
                T i = T.Load(z + lane), f = T.Load(z + block + lane), candidate = T.Load(z + 2 * block + lane), o = T.Load(z + 3 * block + lane);
                T tanhC = T.Load(after + block + lane), dh = T.Load(output + lane);
                T dc = T.MultiplyAdd(dh * o, one - tanhC * tanhC, T.Load(carried + lane));
                (dc * candidate * i * (one - i)).Store(dz + lane);
                (dc * T.Load(before + lane) * f * (one - f)).Store(dz + block + lane);
                (dc * i * (one - candidate * candidate)).Store(dz + 2 * block + lane);
                (dh * tanhC * o * (one - o)).Store(dz + 3 * block + lane);
                (dc * f).Store(carried + lane);
                T.Of(0f).Store(output + lane);
            }
    }
}
