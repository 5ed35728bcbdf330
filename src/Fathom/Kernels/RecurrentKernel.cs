using Fathom.Native;

namespace Fathom.Kernels;

/// <summary>Runs recurrent layers that read one sequence side by side over all blocks of a batch, on as many threads as libtorch was told to use.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class RecurrentKernel<TCell> where TCell : struct, ICell
{
    public static void Forward(RecurrencePlan plan, RecurrenceData[] layers) => TorchThreads.For(layers.Length * plan.Blocks, index =>
    {
        ref RecurrenceData data = ref layers[index / plan.Blocks];
        index %= plan.Blocks;
        if (plan.Block == 2 * Lanes512.Count) RecurrentForward<Lanes512, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes256.Count) RecurrentForward<Lanes256, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes128.Count) RecurrentForward<Lanes128, TCell>.Run(plan, data, index);
        else RecurrentForward<Lanes1, TCell>.Run(plan, data, index);
    });

    // The last block first: the cache still holds what was kept of it.
    public static void Backward(RecurrencePlan plan, RecurrenceData[] layers) => TorchThreads.For(layers.Length * plan.Blocks, index =>
    {
        index = layers.Length * plan.Blocks - 1 - index;
        ref RecurrenceData data = ref layers[index / plan.Blocks];
        index %= plan.Blocks;
        if (plan.Block == 2 * Lanes512.Count) RecurrentBackward<Lanes512, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes256.Count) RecurrentBackward<Lanes256, TCell>.Run(plan, data, index);
        else if (plan.Block == 2 * Lanes128.Count) RecurrentBackward<Lanes128, TCell>.Run(plan, data, index);
        else RecurrentBackward<Lanes1, TCell>.Run(plan, data, index);
    });
}
