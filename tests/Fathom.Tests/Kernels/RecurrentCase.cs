using Fathom.Kernels;
using Fathom.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

/// <summary>A call of recurrent layers drawn at random: one layer, or two that read the sequence from both ends.</summary>
internal sealed class RecurrentCase
{
    private readonly Random _random;

    public RecurrentCase(int seed, VectorCell cell, int gates, int states, long[] biasShape, int units)
    {
        manual_seed(seed);
        _random = new Random(seed);
        (Cell, Units, Lanes) = (cell, units, ((int[])[16, 8, 4, 1])[seed % 4]);
        (Batch, Steps, Features) = (Draw(70), Draw(40), Draw(20));
        bool both = Coin(), mask = Coin(), inputDropout = Coin(), stateDropout = Coin(), initial = Coin(), bias = _random.Next(4) > 0, zero = Coin();
        bool sequences = Coin(), final = Coin(), inputGradient = Coin(), backwards = Coin();
        Tensor sequence = Leaf(Batch, Steps, Features).requires_grad_(inputGradient);
        Tensor? stepMask = mask ? rand(Batch, Steps).gt(rand(Batch, 1)) : null;
        RecurrentCall Make(bool fromEnd) => new(
            sequence, initial ? [.. Enumerable.Range(0, states).Select(_ => Leaf(Batch, units))] : [], Leaf(Features, gates * units),
            // Of spectral radius below 1: beyond it the plain cell is chaotic and rounding errors grow with every step.
            (randn(units, gates * units) * (0.6f / MathF.Sqrt(units))).detach().requires_grad_(true), bias ? Leaf(biasShape) : null)
        {
            Gates = gates,
            Mask = stepMask,
            Backwards = fromEnd,
            InputMask = inputDropout ? Dropout(stateDropout ? gates : 1, Features) : null,
            RecurrentMask = stateDropout ? Dropout(gates, units) : null,
            ReturnSequences = sequences,
            ReturnState = final,
            ZeroOutputForMask = zero,
        };
        Calls = both ? [Make(false), Make(true)] : [Make(backwards)];
        Leaves = [.. Calls.SelectMany(call => call.Differentiable).OfType<Tensor>().Where(tensor => tensor.requires_grad).Distinct()];
        Name = $"seed {seed}, {cell.GetType().Name}, lanes {Lanes}, batch {Batch}, steps {Steps}, features {Features}, units {units}, both {both}, backwards {backwards}, " +
            $"mask {mask}, dropout {inputDropout} {stateDropout}, initial {initial}, bias {bias}, zero {zero}, sequences {sequences}, states {final}, input gradient {inputGradient}";
    }

    public VectorCell Cell { get; }

    public RecurrentCall[] Calls { get; }

    /// <summary>What gradients are asked for.</summary>
    public Tensor[] Leaves { get; }

    public string Name { get; }

    public int Lanes { get; }

    private int Units { get; }

    private int Batch { get; }

    private int Steps { get; }

    private int Features { get; }

    /// <summary>Outputs and gradients of the loop of tensor operations, in double precision.</summary>
    public (Tensor[] Outputs, Tensor[] Gradients) Reference(Func<Tensor[], Tensor[]> upstream)
    {
        var doubles = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        Tensor Double(Tensor tensor) => doubles.TryGetValue(tensor, out Tensor? known) ? known : doubles[tensor] = tensor.detach().to(float64).requires_grad_(tensor.requires_grad);
        (Tensor Output, IReadOnlyList<Tensor> States)[] results = [.. Calls.Select(call => Cell.RunSteps(new RecurrentCall(
            Double(call.Sequence), [.. call.InitialStates.Select(Double)], Double(call.Kernel), Double(call.RecurrentKernel), call.Bias is { } bias ? Double(bias) : null)
        {
            Gates = call.Gates,
            Mask = call.Mask,
            Backwards = call.Backwards,
            InputMask = call.InputMask?.to(float64),
            RecurrentMask = call.RecurrentMask?.to(float64),
            ReturnSequences = call.ReturnSequences,
            ReturnState = call.ReturnState,
            ZeroOutputForMask = call.ZeroOutputForMask,
        }))];
        Tensor output = results.Length == 1 ? results[0].Output : cat([results[0].Output, Calls[0].ReturnSequences ? results[1].Output.flip(1) : results[1].Output], -1);
        Tensor[] outputs = [output, .. Calls[0].ReturnState ? results.SelectMany(result => result.States) : []];
        return (outputs, Gradients(outputs, [.. Leaves.Select(Double)], upstream(outputs)));
    }

    /// <summary>Outputs and gradients of the kernel, as a layer calls it.</summary>
    public (Tensor[] Outputs, Tensor[] Gradients) Kernel<TCell>(KeptMemory memory, Tensor[]? upstream) where TCell : struct, ICell
    {
        (Tensor output, Tensor[][] states) = RecurrentFunction<TCell>.Run(Calls, memory, Lanes);
        Tensor[] outputs = [output, .. states.SelectMany(each => each)];
        return (outputs, upstream is null ? [] : Gradients(outputs, Leaves, upstream));
    }

    // A mask may cut a leaf off from the outputs: no gradient is a gradient of zero.
    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] leaves, Tensor[] upstream) =>
        [.. autograd.grad(outputs, leaves, [.. upstream.Zip(outputs, (gradient, output) => gradient.to(output.dtype))], allow_unused: true)
            .Zip(leaves, (gradient, leaf) => gradient is null || gradient.IsInvalid ? zeros_like(leaf) : gradient)];

    /// <summary>From 1 to a most, small numbers as often as large ones.</summary>
    public static int Draw(Random random, int most) => (int)Math.Pow(most + 1, random.NextDouble());

    private static Tensor Leaf(params long[] shape) => (randn(shape) * 0.5f).detach().requires_grad_(true);

    private Tensor Dropout(long count, long width) => rand(count, Batch, width).gt(0.3f).to(float32) / 0.7f;

    private int Draw(int most) => Draw(_random, most);

    private bool Coin() => _random.Next(2) == 0;
}
