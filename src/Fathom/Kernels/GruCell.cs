namespace Fathom.Kernels;

/// <summary>
/// The GRU's cell, reset after the product: rows z, r, the candidate's input part and its state part of each unit; kept is h.
/// </summary>
internal readonly unsafe struct GruCell : ICell
{
    public static int Kept => 1;

    public static int Gates => 3;

    public static int Rows(int units) => 4 * units;

    public static int KernelColumn(int row, int units) => row % 4 == 3 ? -1 : row % 4 * units + row / 4;

    public static int RecurrentColumn(int row, int units) => row % 4 == 2 ? -1 : GateOf(row % 4) * units + row / 4;

    public static (int First, int Second) BiasPlaces(int row, int units)
    {
        int ofInput = KernelColumn(row, units), ofState = RecurrentColumn(row, units);
        return (ofInput, ofState < 0 ? -1 : 3 * units + ofState);
    }

    public static int GateOf(int place) => Math.Min(place, 2);

    public static void Forward<T>(float* z, float* before, float* after, float* output, int units) where T : unmanaged, ILanes<T>
    {
        int block = 2 * T.Count;
        for (int unit = 0; unit < units; unit++, z += 4 * block, before += block, after += block, output += block)
            for (int lane = 0; lane < block; lane += T.Count)
            {
                T update = LaneMath<T>.Sigmoid(T.Load(z + lane));
                T reset = LaneMath<T>.Sigmoid(T.Load(z + block + lane));
                T candidate = LaneMath<T>.Tanh(T.MultiplyAdd(reset, T.Load(z + 3 * block + lane), T.Load(z + 2 * block + lane)));
                T h = T.MultiplyAdd(update, T.Load(before + lane) - candidate, candidate);
                update.Store(z + lane);
                reset.Store(z + block + lane);
                candidate.Store(z + 2 * block + lane);
                h.Store(after + lane);
                h.Store(output + lane);
            }
    }

    public static void Backward<T>(float* z, float* before, float* after, float* output, float* carried, float* dz, int units) where T : unmanaged, ILanes<T>
    {
        int block = 2 * T.Count;
        T one = T.Of(1f);
        for (int unit = 0; unit < units; unit++, z += 4 * block, dz += 4 * block, before += block, output += block)
            for (int lane = 0; lane < block; lane += T.Count)
            {
                T update = T.Load(z + lane), reset = T.Load(z + block + lane), candidate = T.Load(z + 2 * block + lane), past = T.Load(z + 3 * block + lane);
                T dh = T.Load(output + lane);
                T dCandidate = dh * (one - update) * (one - candidate * candidate);
                (dh * (T.Load(before + lane) - candidate) * update * (one - update)).Store(dz + lane);
                (dCandidate * past * reset * (one - reset)).Store(dz + block + lane);
                dCandidate.Store(dz + 2 * block + lane);
                (dCandidate * reset).Store(dz + 3 * block + lane);
                (dh * update).Store(output + lane);
            }
    }
}
