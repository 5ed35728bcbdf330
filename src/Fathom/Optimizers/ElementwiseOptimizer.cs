using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Native;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>A rule by which each value goes its own way, so that the whole model is one pass over memory.</summary>
public abstract class ElementwiseOptimizer : SlotOptimizer
{
    // Where the slots begin, in native memory.
    private nint[] _addresses = [];
    private RowPack?[] _packs = [];

    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    protected ElementwiseOptimizer(Schedule learningRate) : base(learningRate) { }

    /// <summary>Creates an optimizer from the options common to all.</summary>
    /// <param name="config">As <see cref="SlotOptimizer.GetConfig"/> gives them.</param>
    protected ElementwiseOptimizer(JsonObject config) : base(config) { }

    /// <summary>
    /// Whether a step leaves those rows of an embedding alone whose gradient is zero, as those of words that the batch does not hold: their values, running values and
    /// weight decay. Otherwise momentum carries them on as in Keras, and each step goes through the whole table. Keras does not save this option.
    /// </summary>
    /// <remarks>
    /// For <see cref="Adam"/> the rule of <c>torch.optim.SparseAdam</c>. A rare word then moves with the full step size whenever it appears and rests in between, which is another
    /// model than Keras trains, and much faster where the vocabulary is large.
    /// </remarks>
    public bool LazyEmbeddings { get; init; }

    /// <summary>Takes a step in one pass over memory. Called for one stretch of the weights after another.</summary>
    /// <param name="values">The weights; changed. Their number is a multiple of 16.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">Their running values, in the order of <see cref="SlotOptimizer.RuleSlots"/>; changed.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate);

    /// <summary>Takes the same step by tensor operations, on any device. Called for one stretch of the weights after another.</summary>
    /// <param name="values">The weights; changed in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The running values, in the order of <see cref="SlotOptimizer.RuleSlots"/>; changed in place.</param>
    /// <param name="rate">The step size of this step. <see cref="Optimizer.Iterations"/> already counts it.</param>
    protected abstract void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate);

    private protected sealed override BufferBlock[] Cut(ParameterBuffer parameters, bool bySpans)
    {
        _addresses = [.. RuleMemories.ToArray().Select(memory => memory.Address)];
        _packs = new RowPack?[parameters.Parts.Count];
        return BufferBlock.Cut(parameters, DecayOf, bySpans ? BufferBlock.Cached : int.MaxValue, LazyEmbeddings);
    }

    private protected sealed override unsafe void UpdateRows(BufferBlock block, ParameterBuffer parameters, double rate)
    {
        (Weight weight, _) = parameters.Parts[block.Part];
        int width = weight.Shape[1];
        RowSet? read = parameters.Tables[block.Part]?.Rows is { IsAll: false } some ? some : null;
        Span<float> values = parameters.Values.Floats().Slice(block.Start, block.Length), gradients = parameters.FlatGradients.Floats().Slice(block.Start, block.Length);
        nint[] memories = [.. _addresses.Select(address => address + (nint)block.Start * sizeof(float))];
        RowPack pack = _packs[block.Part] ??= new RowPack(width, memories.Length);
        for (int row = Next(0); row >= 0; row = Next(row + 1))
        {
            if (!gradients.Slice(row * width, width).ContainsAnyExcept(0f)) continue;
            pack.Take(row, values, gradients, memories);
            if (pack.IsFull) Step(values);
        }
        if (!pack.IsEmpty) Step(values);

        int Next(int row) => read is not null ? read.Next(row) : row < weight.Shape[0] ? row : -1;

        void Step(Span<float> table)
        {
            if (block.Decay > 0) FlatMath.Scale(pack.Values, (float)(1 - rate * block.Decay));
            Update(pack.Values, pack.Gradients, new SlotSpans(pack.Addresses, 0, pack.Values.Length), rate);
            pack.Return(table, memories);
        }
    }

    private protected sealed override void UpdateRows(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate)
    {
        Weight weight = parameters.Parts[block.Part].Weight;
        Tensor slope = Table(gradients), rows = slope.ne(0).any(1).nonzero().flatten();
        if (rows.NumberOfElements == 0) return;
        Tensor[] tables = [Table(values), .. Enumerable.Range(0, _addresses.Length).Select(i => Table(RuleMemories[i].Values.narrow(0, block.Start, block.Length)))];
        Tensor[] parts = [.. tables.Select(table => table.index_select(0, rows))];
        if (block.Decay > 0) _ = parts[0].mul_(1 - rate * block.Decay);
        Update(parts[0], slope.index_select(0, rows), parts[1..], rate);
        for (int i = 0; i < tables.Length; i++) _ = tables[i].index_copy_(0, rows, parts[i]);

        Tensor Table(Tensor flat) => flat.narrow(0, 0, weight.Size).view(weight.Shape[0], weight.Shape[1]);
    }

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Span<float> values, ReadOnlySpan<float> gradients, double rate) =>
        Update(values, gradients, new SlotSpans(_addresses, block.Start, block.Length), rate);

    private protected sealed override void Update(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate)
    {
        var slots = new Tensor[_addresses.Length];
        for (int i = 0; i < slots.Length; i++) slots[i] = RuleMemories[i].Values.narrow(0, block.Start, block.Length);
        Update(values, gradients, slots, rate);
    }
}
