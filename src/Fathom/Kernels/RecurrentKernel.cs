using System.Runtime.Intrinsics;
using TorchSharp;

namespace Fathom.Kernels;

/// <summary>Runs a recurrent layer over all blocks of a batch, on as many threads as libtorch was told to use.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentKernel<TCell> where TCell : struct, ICell
{
    /// <summary>The lanes of a block on this processor.</summary>
    public static int Block => 2 * (Vector512.IsHardwareAccelerated ? Lanes512.Count : Vector256.IsHardwareAccelerated ? Lanes256.Count : Lanes128.Count);

    public static void Forward(RecurrencePlan plan, RecurrenceData data) => ForEachBlock(plan, index =>
    {
        if (plan.Block == 2 * Lanes512.Count) RecurrentForward<Lanes512, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes256.Count) RecurrentForward<Lanes256, TCell>.Run(plan, data, index);
        else RecurrentForward<Lanes128, TCell>.Run(plan, data, index);
    });

    public static void Backward(RecurrencePlan plan, RecurrenceData data) => ForEachBlock(plan, index =>
    {
        if (plan.Block == 2 * Lanes512.Count) RecurrentBackward<Lanes512, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes256.Count) RecurrentBackward<Lanes256, TCell>.Run(plan, data, index);
        else RecurrentBackward<Lanes128, TCell>.Run(plan, data, index);
    });

    private static void ForEachBlock(RecurrencePlan plan, Action<int> body)
    {
        int threads = torch.get_num_threads();
        if (threads == 1 || plan.Blocks == 1)
            for (int index = 0; index < plan.Blocks; index++) body(index);
        else Parallel.For(0, plan.Blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
    }
}
