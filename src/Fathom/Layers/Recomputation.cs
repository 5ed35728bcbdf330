using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// A layer as one node of the gradient graph that keeps its inputs only, and computes what lies between them and its outputs again on the way back (gradient
/// checkpointing; Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost").
/// </summary>
internal sealed class Recomputation : autograd.MultiTensorFunction<Recomputation>
{
    private const string Kept = "work";

    public override string Name => nameof(Recomputation);

    /// <summary>Calls a layer.</summary>
    /// <param name="layer">The layer; it holds the weights and the sequences of random numbers.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="call">Computes its outputs.</param>
    public static IReadOnlyList<Tensor> Run(Layer layer, IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> call)
    {
        var work = new Work(layer, call, [.. inputs.Select(Masks.Of)]);
        List<Tensor> made = apply([work, .. inputs, .. layer.TrainableWeights.Select(weight => weight.Value)]);
        // Penalties that inner layers add come out beside the outputs, so that they have gradients too.
        foreach (Tensor loss in made.Skip(work.Outputs)) AddedLosses.Add(loss);
        for (int i = 0; i < work.Outputs; i++)
            if (work.OutputMasks[i] is Tensor mask)
                Masks.Attach(made[i], mask);
        return made[..work.Outputs];
    }

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var work = (Work)vars[0];
        List<Tensor> tensors = [.. vars.Skip(1).Cast<Tensor>()];
        work.Before = [.. work.Layer.RandomStreams.Select(stream => stream.State)];
        work.CarriedBefore = [.. work.Layer.AllCarried.Select(states => states.Copy())];
        ctx.save_for_backward(tensors);
        ctx.save_data(Kept, work);
        using DisposeScope scope = NewDisposeScope();
        using var quiet = no_grad();
        List<Tensor> made = work.Compute([.. tensors.Take(work.Inputs)], out work.Outputs);
        work.OutputMasks = [.. made.Take(work.Outputs).Select(output => Masks.Of(output)?.MoveToOuterDisposeScope())];
        return [.. made.Select(tensor => tensor.MoveToOuterDisposeScope())];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var work = (Work)ctx.get_data(Kept);
        List<Tensor> saved = ctx.get_saved_variables();
        RandomStream[] streams = [.. work.Layer.RandomStreams];
        Weight[] statistics = [.. work.Layer.Weights.Where(weight => !weight.IsTrainable)];
        ulong[] after = [.. streams.Select(stream => stream.State)];
        float[][] values = [.. statistics.Select(weight => weight.ToArray())];
        CarriedStates[] carried = [.. work.Layer.AllCarried];
        Tensor[][] carriedAfter = [.. carried.Select(states => states.Copy())];
        for (int i = 0; i < streams.Length; i++) streams[i].State = work.Before[i];
        for (int i = 0; i < carried.Length; i++) carried[i].Carry(work.CarriedBefore[i]);
        try
        {
            using DisposeScope scope = NewDisposeScope();
            using var graph = enable_grad();
            Tensor[] inputs = [.. saved.Take(work.Inputs).Select((tensor, i) => work.Masks[i] is Tensor mask ? Masks.Attach(Leaf(tensor), mask) : Leaf(tensor))];
            List<Tensor> made = work.Compute(inputs, out _);
            (Tensor Output, Tensor Gradient)[] ways = [.. made.Zip(grad_outputs).Where(pair => pair.First.requires_grad)];
            Tensor[] leaves = [.. inputs.Concat(work.Layer.TrainableWeights.Select(weight => weight.Value)).Where(leaf => leaf.requires_grad)];
            var gradients = new Queue<Tensor>(ways.Length == 0 || leaves.Length == 0
                ? leaves.Select(_ => (Tensor)null!)
                : autograd.grad([.. ways.Select(way => way.Output)], leaves, [.. ways.Select(way => way.Gradient)], allow_unused: true));
            // None for the first argument, which is no tensor.
            return [null!, .. saved.Select(tensor => tensor.requires_grad && gradients.Dequeue() is { IsInvalid: false } gradient ? gradient.MoveToOuterDisposeScope() : null!)];
        }
        finally
        {
            // The layer was called once as far as anybody else knows.
            for (int i = 0; i < streams.Length; i++) streams[i].State = after[i];
            for (int i = 0; i < statistics.Length; i++) statistics[i].Assign(values[i]);
            for (int i = 0; i < carried.Length; i++) carried[i].Carry(carriedAfter[i]);
            foreach (Tensor state in carriedAfter.SelectMany(states => states)) state.Dispose();
        }
    }

    private static Tensor Leaf(Tensor tensor) => tensor.detach().requires_grad_(tensor.requires_grad);

    private sealed class Work(Layer layer, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> call, Tensor?[] masks)
    {
        public int Outputs;

        public Layer Layer => layer;

        public Tensor?[] Masks => masks;

        public int Inputs => masks.Length;

        public Tensor?[] OutputMasks { get; set; } = [];

        public ulong[] Before { get; set; } = [];

        public Tensor[][] CarriedBefore { get; set; } = [];

        /// <summary>The outputs, then the penalties.</summary>
        public List<Tensor> Compute(IReadOnlyList<Tensor> inputs, out int outputs)
        {
            using AddedLosses.Scope added = AddedLosses.Open();
            IReadOnlyList<Tensor> made = call(inputs);
            outputs = made.Count;
            return [.. made, .. AddedLosses.Current];
        }
    }
}
