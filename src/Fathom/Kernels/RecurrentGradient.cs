using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>The weights' gradient of one block: the pre-activations' gradients of some steps times their operands, lane by lane, four rows by four at a time.</summary>
/// <remarks>
/// A dropout mask is the same at every step, so that operands are multiplied as they were before the mask, and each lane's sum with its mask at the end; the two
/// registers of a block then need sums of their own. The candidates of a cell that resets before have operands of their own, and sums too.
/// </remarks>
/// <typeparam name="T">The register.</typeparam>
/// <typeparam name="TCell">The cell.</typeparam>
internal readonly unsafe struct RecurrentGradient<T, TCell> where T : unmanaged, ILanes<T> where TCell : struct, ICell
{
    // Steps that wait to be multiplied together, so that sums stay in registers longer while all fits in the second-level cache.
    private const int Chunk = 16;

    private readonly RecurrencePlan _plan;
    private readonly float* _memory, _waiting, _sums;
    private readonly int _sumsSize;

    public RecurrentGradient(RecurrencePlan plan, Scratch scratch, float* memory)
    {
        _plan = plan;
        _memory = memory;
        _sumsSize = plan.Rows * plan.Inner * T.Count;
        _waiting = scratch.Take((long)Chunk * plan.Rows * Block);
        long size = (long)Sets(plan) * _sumsSize;
        _sums = scratch.Take(size);
        for (long at = 0; at < size; at += _sumsSize) new Span<float>(_sums + at, _sumsSize).Clear();
    }

    private static int Block => 2 * T.Count;

    /// <summary>The scratch it needs.</summary>
    public static long Size(RecurrencePlan plan) => (long)Chunk * plan.Rows * Block + (long)Sets(plan) * plan.Rows * plan.Inner * T.Count;

    /// <summary>Where the gradients of a step's pre-activations go.</summary>
    public float* Rows(int step) => _waiting + (long)(step % Chunk) * _plan.Rows * Block;

    /// <summary>A step's gradients are there; steps come from the last to the first.</summary>
    public void Add(int step)
    {
        if (step % Chunk != 0) return;
        int steps = Math.Min(Chunk, _plan.Steps - step);
        float* operands = _memory + _plan.OperandsAt(step), sums = _sums;
        for (int part = 0; part < (TCell.ResetsBefore ? 2 : 1); part++, operands += _plan.Inner * Block)
        {
            if (!_plan.Masked)
            {
                Accumulate(_plan, operands, _waiting, steps, 0, Block, sums);
                sums += _sumsSize;
                continue;
            }
            for (int lane = 0; lane < Block; lane += T.Count, sums += _sumsSize) Accumulate(_plan, operands, _waiting, steps, lane, lane + T.Count, sums);
        }
    }

    /// <summary>Writes the sums over all lanes, (rows, inner).</summary>
    public void Write(float* target, float* masks)
    {
        int inner = _plan.Inner;
        for (int row = 0; row < _plan.Rows; row++)
        {
            int place = row % 4;
            float* sums = _sums + (long)row * inner * T.Count + (TCell.ResetsBefore && place == 2 ? (_plan.Masked ? 2L : 1L) * _sumsSize : 0);
            float* mask = masks + (_plan.PerGate ? place * inner * Block : 0);
            for (int k = 0; k < inner; k++, sums += T.Count, mask += Block)
                *target++ = _plan.Masked ? T.MultiplyAdd(T.Load(sums), T.Load(mask), T.Load(sums + _sumsSize) * T.Load(mask + T.Count)).Sum() : T.Load(sums).Sum();
        }
    }

    private static int Sets(RecurrencePlan plan) => (plan.Masked ? 2 : 1) * (TCell.ResetsBefore ? 2 : 1);

    private static void Accumulate(RecurrencePlan plan, float* operands, float* dz, int steps, int lane, int end, float* sums)
    {
        int line = plan.Inner * T.Count, inputs = plan.States + plan.Features;
        long operandStep = (long)plan.Operands * Block, rowStep = (long)plan.Rows * Block;
        for (int row = 0; row < plan.Rows; row += 4, dz += 4 * Block, sums += 4 * line)
            for (int k = 0; k < plan.Inner; k += 4)
            {
                // Whole tiles of operands that a row has no weights for are left out.
                int without = k + 4 <= plan.States ? TCell.WithoutState : k >= plan.States && k + 4 <= inputs ? TCell.WithoutInputs : -1;
                if (T.ManyRegisters && without > 0) Three(operands + k * Block, operandStep, dz, rowStep, steps, lane, end, sums + k * T.Count, line, 5 - without);
                else if (T.ManyRegisters) Four(operands + k * Block, operandStep, dz, rowStep, steps, lane, end, sums + k * T.Count, line);
                else
                {
                    Two(operands + k * Block, operandStep, dz, rowStep, steps, lane, end, sums + k * T.Count, line);
                    Two(operands + (k + 2) * Block, operandStep, dz, rowStep, steps, lane, end, sums + (k + 2) * T.Count, line);
                }
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* operands, long operandStep, float* dz, long rowStep, int steps, int lane, int end, float* sums, int line)
    {
        float* s1 = sums + line, s2 = s1 + line, s3 = s2 + line;
        T a0 = T.Load(sums), b0 = T.Load(sums + T.Count), c0 = T.Load(sums + 2 * T.Count), d0 = T.Load(sums + 3 * T.Count);
        T a1 = T.Load(s1), b1 = T.Load(s1 + T.Count), c1 = T.Load(s1 + 2 * T.Count), d1 = T.Load(s1 + 3 * T.Count);
        T a2 = T.Load(s2), b2 = T.Load(s2 + T.Count), c2 = T.Load(s2 + 2 * T.Count), d2 = T.Load(s2 + 3 * T.Count);
        T a3 = T.Load(s3), b3 = T.Load(s3 + T.Count), c3 = T.Load(s3 + 2 * T.Count), d3 = T.Load(s3 + 3 * T.Count);
        for (int step = 0; step < steps; step++, operands += operandStep, dz += rowStep)
            for (int at = lane; at < end; at += T.Count)
            {
                float* x = operands + at, z = dz + at;
                T x0 = T.Load(x), x1 = T.Load(x + Block), x2 = T.Load(x + 2 * Block), x3 = T.Load(x + 3 * Block), d = T.Load(z);
                a0 = T.MultiplyAdd(d, x0, a0);
                b0 = T.MultiplyAdd(d, x1, b0);
                c0 = T.MultiplyAdd(d, x2, c0);
                d0 = T.MultiplyAdd(d, x3, d0);
                d = T.Load(z + Block);
                a1 = T.MultiplyAdd(d, x0, a1);
                b1 = T.MultiplyAdd(d, x1, b1);
                c1 = T.MultiplyAdd(d, x2, c1);
                d1 = T.MultiplyAdd(d, x3, d1);
                d = T.Load(z + 2 * Block);
                a2 = T.MultiplyAdd(d, x0, a2);
                b2 = T.MultiplyAdd(d, x1, b2);
                c2 = T.MultiplyAdd(d, x2, c2);
                d2 = T.MultiplyAdd(d, x3, d2);
                d = T.Load(z + 3 * Block);
                a3 = T.MultiplyAdd(d, x0, a3);
                b3 = T.MultiplyAdd(d, x1, b3);
                c3 = T.MultiplyAdd(d, x2, c3);
                d3 = T.MultiplyAdd(d, x3, d3);
            }
        Store(sums, a0, b0, c0, d0);
        Store(s1, a1, b1, c1, d1);
        Store(s2, a2, b2, c2, d2);
        Store(s3, a3, b3, c3, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(float* operands, long operandStep, float* dz, long rowStep, int steps, int lane, int end, float* sums, int line, int third)
    {
        float* s1 = sums + line, s2 = sums + third * line;
        T a0 = T.Load(sums), b0 = T.Load(sums + T.Count), c0 = T.Load(sums + 2 * T.Count), d0 = T.Load(sums + 3 * T.Count);
        T a1 = T.Load(s1), b1 = T.Load(s1 + T.Count), c1 = T.Load(s1 + 2 * T.Count), d1 = T.Load(s1 + 3 * T.Count);
        T a2 = T.Load(s2), b2 = T.Load(s2 + T.Count), c2 = T.Load(s2 + 2 * T.Count), d2 = T.Load(s2 + 3 * T.Count);
        for (int step = 0; step < steps; step++, operands += operandStep, dz += rowStep)
            for (int at = lane; at < end; at += T.Count)
            {
                float* x = operands + at, z = dz + at;
                T x0 = T.Load(x), x1 = T.Load(x + Block), x2 = T.Load(x + 2 * Block), x3 = T.Load(x + 3 * Block), d = T.Load(z);
                a0 = T.MultiplyAdd(d, x0, a0);
                b0 = T.MultiplyAdd(d, x1, b0);
                c0 = T.MultiplyAdd(d, x2, c0);
                d0 = T.MultiplyAdd(d, x3, d0);
                d = T.Load(z + Block);
                a1 = T.MultiplyAdd(d, x0, a1);
                b1 = T.MultiplyAdd(d, x1, b1);
                c1 = T.MultiplyAdd(d, x2, c1);
                d1 = T.MultiplyAdd(d, x3, d1);
                d = T.Load(z + third * Block);
                a2 = T.MultiplyAdd(d, x0, a2);
                b2 = T.MultiplyAdd(d, x1, b2);
                c2 = T.MultiplyAdd(d, x2, c2);
                d2 = T.MultiplyAdd(d, x3, d2);
            }
        Store(sums, a0, b0, c0, d0);
        Store(s1, a1, b1, c1, d1);
        Store(s2, a2, b2, c2, d2);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(float* operands, long operandStep, float* dz, long rowStep, int steps, int lane, int end, float* sums, int line)
    {
        float* s1 = sums + line, s2 = s1 + line, s3 = s2 + line;
        T a0 = T.Load(sums), b0 = T.Load(sums + T.Count), a1 = T.Load(s1), b1 = T.Load(s1 + T.Count);
        T a2 = T.Load(s2), b2 = T.Load(s2 + T.Count), a3 = T.Load(s3), b3 = T.Load(s3 + T.Count);
        for (int step = 0; step < steps; step++, operands += operandStep, dz += rowStep)
            for (int at = lane; at < end; at += T.Count)
            {
                float* x = operands + at, z = dz + at;
                T x0 = T.Load(x), x1 = T.Load(x + Block), d = T.Load(z);
                a0 = T.MultiplyAdd(d, x0, a0);
                b0 = T.MultiplyAdd(d, x1, b0);
                d = T.Load(z + Block);
                a1 = T.MultiplyAdd(d, x0, a1);
                b1 = T.MultiplyAdd(d, x1, b1);
                d = T.Load(z + 2 * Block);
                a2 = T.MultiplyAdd(d, x0, a2);
                b2 = T.MultiplyAdd(d, x1, b2);
                d = T.Load(z + 3 * Block);
                a3 = T.MultiplyAdd(d, x0, a3);
                b3 = T.MultiplyAdd(d, x1, b3);
            }
        a0.Store(sums);
        b0.Store(sums + T.Count);
        a1.Store(s1);
        b1.Store(s1 + T.Count);
        a2.Store(s2);
        b2.Store(s2 + T.Count);
        a3.Store(s3);
        b3.Store(s3 + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* sums, T a, T b, T c, T d)
    {
        a.Store(sums);
        b.Store(sums + T.Count);
        c.Store(sums + 2 * T.Count);
        d.Store(sums + 3 * T.Count);
    }
}
