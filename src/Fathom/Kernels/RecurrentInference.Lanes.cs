using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary><see cref="RecurrentInference"/> for one register and one cell: a row of a group holds the same gate of as many units as there are lanes.</summary>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed unsafe class RecurrentInference<T, TCell>(int features, int units)
    : RecurrentInference(features, units, GroupsOf(units) * (1L + features + units) * 4 * T.Count) where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    private readonly int _groups = GroupsOf(units);

    // Two hidden states, four rows (of candidates too where they come second) and the kept values, and up to 15 numbers to the next cache line.
    public override int ScratchLength => 2 * Padded + _groups * ((TCell.ResetsBefore ? 8 : 4) + TCell.Kept) * T.Count + 15;

    // A group's units, from group to group.
    private static int GroupWidth => TCell.GroupUnits * T.Count;

    private int Padded => _groups * GroupWidth;

    // From a group's weights to those of the next.
    private int GroupSize => (1 + Features + Units) * 4 * T.Count;

    public override void Load(ReadOnlySpan<float> kernel, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> bias)
    {
        int columns = recurrent.Length / Units;
        var packed = new Span<float>(Weights, _groups * GroupSize);
        packed.Clear();
        for (int group = 0; group < _groups; group++)
            for (int place = 0; place < 4; place++)
                for (int lane = 0; lane < T.Count; lane++)
                {
                    int unit = group * GroupWidth + (TCell.GroupUnits == 1 ? 0 : place * T.Count) + lane, row = TCell.GroupUnits == 1 ? 4 * unit + place : unit;
                    if (unit >= Units) continue;
                    Span<float> to = packed[(group * GroupSize + place * T.Count + lane)..];
                    int ofInput = TCell.KernelColumn(row, Units), ofState = TCell.RecurrentColumn(row, Units), next = 4 * T.Count;
                    (int first, int second) = TCell.BiasPlaces(row, Units);
                    if (!bias.IsEmpty) to[0] = (first >= 0 ? bias[first] : 0) + (second >= 0 ? bias[second] : 0);
                    for (int i = 0; ofInput >= 0 && i < Features; i++) to[(1 + i) * next] = kernel[i * columns + ofInput];
                    for (int k = 0; ofState >= 0 && k < Units; k++) to[(1 + Features + k) * next] = recurrent[k * columns + ofState];
                }
    }

    public override void Run(float* sequence, int steps, long step, float* output, long outputStep, in InferenceStates states, float* scratch)
    {
        int keptSize = _groups * TCell.Kept * T.Count;
        float* past = scratch, next = past + Padded, kept = next + Padded, rows = kept + keptSize;
        new Span<float>(scratch, 2 * Padded + keptSize).Clear();
        if (states.Hidden is not null) Copy(states.Hidden, past, Units);
        if (states.Carried is not null && TCell.Kept > 0) CopyCarried(states.Carried, kept, true);
        for (int time = 0; time < steps; time++, sequence += step)
        {
            if (TCell.ResetsBefore) StepResettingBefore(sequence, past, next, rows);
            else
            {
                Products(sequence, past, rows);
                Cells(rows, kept, past, next);
            }
            float* read = past;
            past = next;
            next = read;
            if (outputStep != 0 || time == steps - 1)
            {
                Copy(past, output, Units);
                output += outputStep;
            }
        }
        if (states.FinalHidden is not null) Copy(past, states.FinalHidden, Units);
        if (states.FinalCarried is not null) CopyCarried(states.FinalCarried, kept, false);
    }

    private static int GroupsOf(int units) => (units + TCell.GroupUnits * T.Count - 1) / (TCell.GroupUnits * T.Count);

    private static void Copy(float* from, float* to, int count) => new Span<float>(from, count).CopyTo(new Span<float>(to, count));

    // The carried state is the first of a group's kept rows.
    private void CopyCarried(float* outside, float* kept, bool reads)
    {
        for (int unit = 0; unit < Units; unit++)
        {
            float* inside = kept + unit / T.Count * TCell.Kept * T.Count + unit % T.Count;
            if (reads) *inside = outside[unit];
            else outside[unit] = *inside;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cells(float* rows, float* kept, float* past, float* next)
    {
        int width = GroupWidth, keptWidth = TCell.Kept * T.Count;
        for (int group = 0; group < _groups; group++, rows += 4 * T.Count, kept += keptWidth, past += width, next += width)
            TCell.Forward<T>(rows, kept, kept, past, next, T.Count, false);
    }

    // Two groups at once, eight sums in registers; inputs first, since they do not wait for the state.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products(float* x, float* past, float* rows)
    {
        int features = Features, units = Units, groups = _groups, size = GroupSize;
        float* w = Weights;
        for (int group = 0; group + 1 < groups; group += 2, rows += 8 * T.Count, w += size)
        {
            float* v = w + size;
            T a0 = T.Load(w), a1 = T.Load(w + T.Count), a2 = T.Load(w + 2 * T.Count), a3 = T.Load(w + 3 * T.Count);
            T b0 = T.Load(v), b1 = T.Load(v + T.Count), b2 = T.Load(v + 2 * T.Count), b3 = T.Load(v + 3 * T.Count);
            float* from = x;
            int count = features;
            for (int half = 0; half < 2; half++, from = past, count = units)
                for (int k = 0; k < count; k++)
                {
                    w += 4 * T.Count;
                    v += 4 * T.Count;
                    T value = T.Of(from[k]);
                    a0 = T.MultiplyAdd(value, T.Load(w), a0);
                    a1 = T.MultiplyAdd(value, T.Load(w + T.Count), a1);
                    a2 = T.MultiplyAdd(value, T.Load(w + 2 * T.Count), a2);
                    a3 = T.MultiplyAdd(value, T.Load(w + 3 * T.Count), a3);
                    b0 = T.MultiplyAdd(value, T.Load(v), b0);
                    b1 = T.MultiplyAdd(value, T.Load(v + T.Count), b1);
                    b2 = T.MultiplyAdd(value, T.Load(v + 2 * T.Count), b2);
                    b3 = T.MultiplyAdd(value, T.Load(v + 3 * T.Count), b3);
                }
            w += 4 * T.Count;
            a0.Store(rows);
            a1.Store(rows + T.Count);
            a2.Store(rows + 2 * T.Count);
            a3.Store(rows + 3 * T.Count);
            b0.Store(rows + 4 * T.Count);
            b1.Store(rows + 5 * T.Count);
            b2.Store(rows + 6 * T.Count);
            b3.Store(rows + 7 * T.Count);
        }
        if (groups % 2 == 1) LastProducts(w, x, past, rows);
    }

    // A group by itself: even and odd operands apart, so that sums do not wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LastProducts(float* w, float* x, float* past, float* rows)
    {
        T a0 = T.Load(w), a1 = T.Load(w + T.Count), a2 = T.Load(w + 2 * T.Count), a3 = T.Load(w + 3 * T.Count);
        T b0 = T.Of(0f), b1 = b0, b2 = b0, b3 = b0;
        w += 4 * T.Count;
        float* from = x;
        int count = Features;
        for (int half = 0; half < 2; half++, from = past, count = Units)
        {
            for (int k = 0; k + 1 < count; k += 2, w += 8 * T.Count)
            {
                T u = T.Of(from[k]), v = T.Of(from[k + 1]);
                a0 = T.MultiplyAdd(u, T.Load(w), a0);
                a1 = T.MultiplyAdd(u, T.Load(w + T.Count), a1);
                a2 = T.MultiplyAdd(u, T.Load(w + 2 * T.Count), a2);
                a3 = T.MultiplyAdd(u, T.Load(w + 3 * T.Count), a3);
                b0 = T.MultiplyAdd(v, T.Load(w + 4 * T.Count), b0);
                b1 = T.MultiplyAdd(v, T.Load(w + 5 * T.Count), b1);
                b2 = T.MultiplyAdd(v, T.Load(w + 6 * T.Count), b2);
                b3 = T.MultiplyAdd(v, T.Load(w + 7 * T.Count), b3);
            }
            if (count % 2 == 0) continue;
            T last = T.Of(from[count - 1]);
            a0 = T.MultiplyAdd(last, T.Load(w), a0);
            a1 = T.MultiplyAdd(last, T.Load(w + T.Count), a1);
            a2 = T.MultiplyAdd(last, T.Load(w + 2 * T.Count), a2);
            a3 = T.MultiplyAdd(last, T.Load(w + 3 * T.Count), a3);
            w += 4 * T.Count;
        }
        (a0 + b0).Store(rows);
        (a1 + b1).Store(rows + T.Count);
        (a2 + b2).Store(rows + 2 * T.Count);
        (a3 + b3).Store(rows + 3 * T.Count);
    }

    // The reset gate of every unit, then the candidates, which read r · h; it waits where the next state will be.
    private void StepResettingBefore(float* x, float* past, float* next, float* rows)
    {
        float* candidates = rows + _groups * 4 * T.Count;
        Products(x, past, rows);
        for (int group = 0; group < _groups; group++)
        {
            float* own = rows + group * 4 * T.Count;
            GruResetBeforeCell.ForwardReset<T>(own, past + group * T.Count, next + group * T.Count, T.Count);
        }
        Products(x, next, candidates);
        for (int group = 0; group < _groups; group++)
        {
            float* own = rows + group * 4 * T.Count;
            T.Load(candidates + (group * 4 + 2) * T.Count).Store(own + 2 * T.Count);
            TCell.Forward<T>(own, null, null, past + group * T.Count, next + group * T.Count, T.Count, false);
        }
    }
}
