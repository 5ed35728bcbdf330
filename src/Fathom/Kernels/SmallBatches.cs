using Fathom.Native;
using static TorchSharp.torch;

namespace Fathom.Kernels;

/// <summary>Predictions for few samples: each by itself, its units in lanes, where a block of samples would leave most lanes empty.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class SmallBatches<TCell> where TCell : struct, ICell
{
    // Up to a third of a block's lanes samples one by one were faster at every size tried; at 32 units of an LSTM up to nine tenths (benchmarks/README.md).
    private const int Share = 3;

    /// <summary>Whether a call is one of these.</summary>
    public static bool Suit(RecurrencePlan plan) => plan.Asked && !plan.Training && !plan.Masked && !plan.Padded && plan.Batch <= plan.Block / Share;

    /// <summary>Computes the outputs.</summary>
    public static void Run(RecurrencePlan plan, RecurrenceData[] layers, (Tensor Kernel, Tensor Recurrent, Tensor? Bias)[] weights)
    {
        RecurrentInference[] each = [.. weights.Select(own =>
        {
            RecurrentInference inference = RecurrentInference.For<TCell>(plan.Features, plan.Units, plan.Block / 2);
            inference.Load(own.Kernel.Floats(), own.Recurrent.Floats(), own.Bias is null ? [] : own.Bias.Floats());
            return inference;
        })];
        TorchThreads.For(layers.Length * plan.Batch, index => Run(plan, layers[index / plan.Batch], each[index / plan.Batch], index % plan.Batch));
        foreach (RecurrentInference inference in each) inference.Dispose();
    }

    private static void Run(RecurrencePlan plan, in RecurrenceData data, RecurrentInference inference, int sample)
    {
        using Scratch scratch = Scratch.Rent(inference.ScratchLength);
        float* output = data.Output + (long)sample * plan.Slots * plan.Width;
        long step = data.Backwards ? -plan.Features : plan.Features, slot = !plan.Sequences ? 0 : data.Aligned && data.Backwards ? -plan.Width : plan.Width;
        var states = new InferenceStates
        {
            Hidden = data.InitialState is null ? null : data.InitialState + (long)sample * plan.Units,
            Carried = data.InitialCarried is null ? null : data.InitialCarried + (long)sample * plan.Units,
            FinalHidden = plan.WithState ? output + plan.StateSlot * (long)plan.Width : null,
            FinalCarried = plan.WithCarried ? output + (plan.Slots - 1) * (long)plan.Width : null,
        };
        inference.Run(
            data.Sequence + ((long)sample * plan.Steps + data.Time(plan, 0)) * plan.Features, plan.Steps, step, output + data.SlotOf(plan, 0) * (long)plan.Width, slot, states,
            scratch.Take(inference.ScratchLength));
    }
}
