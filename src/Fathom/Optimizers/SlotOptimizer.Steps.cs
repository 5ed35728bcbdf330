using Fathom.Layers;
using Fathom.Native;
using Fathom.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

// How a batch's gradients become a step: unscaled, gathered, clipped, applied, averaged.
public abstract partial class SlotOptimizer
{
    private Schedule _learningRate;
    private long _batches;
    private SlotMemory[] _memories = [];
    private BufferBlock[] _blocks = [];
    private ParameterBuffer? _laidOutFor;
    private bool _bySpans;

    // Of tables: the rows whose running values may have left their first ones, and those with gathered gradients. Null for other weights.
    private RowSet?[] _moved = [], _gathered = [];

    /// <inheritdoc/>
    public override Schedule LearningRate
    {
        get => _learningRate;
        set => _learningRate = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <inheritdoc/>
    public override double CurrentLearningRate => _learningRate.At(_batches);

    /// <inheritdoc/>
    public override long Iterations => _batches / (GradientAccumulationSteps ?? 1);

    /// <summary>
    /// The names of the running values kept per weight, in Keras's words and order, for example <c>momentum</c> and <c>velocity</c>; <c>average</c> and
    /// <c>gradient_accumulator</c> come first where there are such.
    /// </summary>
    public IReadOnlyList<string> SlotNames => [.. AllSlots.Select(slot => slot.Name)];

    /// <summary>The running values, each one axis; empty before the first step.</summary>
    public IReadOnlyList<Tensor> Slots
    {
        get
        {
            // Whoever asks may write anywhere.
            AddAllRows();
            return [.. _memories.Select(memory => memory.Values)];
        }
    }

    /// <summary>The running values of the rule itself.</summary>
    protected abstract IReadOnlyList<Slot> RuleSlots { get; }

    /// <summary>The rule's slots, those together that are listed weight by weight; none where more than these is kept.</summary>
    internal IReadOnlyList<IReadOnlyList<string>>? SlotGroups
    {
        get
        {
            if (RuleNumbers().Count > 0 || AllSlots.Count > RuleSlots.Count) return null;
            var groups = new List<List<string>>();
            foreach (Slot slot in RuleSlots)
                if (slot.ListedWithPrevious) groups[^1].Add(slot.Name);
                else groups.Add([slot.Name]);
            return groups;
        }
    }

    /// <summary>What the rule does where the gradient is zero; weight decay and averages are beside it.</summary>
    private protected virtual ZeroGradient AtZeroGradient => ZeroGradient.Moves;

    /// <summary>The values of the rule's slots.</summary>
    private protected ReadOnlySpan<SlotMemory> RuleMemories => _memories.AsSpan((UseEma ? 1 : 0) + (GradientAccumulationSteps is null ? 0 : 1));

    private IReadOnlyList<Slot> AllSlots =>
    [
        .. UseEma ? [new Slot("average")] : Array.Empty<Slot>(),
        .. GradientAccumulationSteps is null ? Array.Empty<Slot>() : [new Slot("gradient_accumulator")],
        .. RuleSlots,
    ];

    /// <inheritdoc/>
    public override void FinalizeValues(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!UseEma || Iterations == 0) return;
        Lay(parameters);
        using (no_grad()) _ = parameters.Values.copy_(_memories[0].Values);
    }

    /// <inheritdoc/>
    public override void ExchangeAverage(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!UseEma || Iterations == 0) return;
        Lay(parameters);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor values = parameters.Values.clone();
        _ = parameters.Values.copy_(_memories[0].Values);
        _ = _memories[0].Values.copy_(values);
    }

    /// <inheritdoc/>
    internal override void Step(ParameterBuffer parameters, bool bySpans)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Lay(parameters, bySpans);
        bool steps = bySpans ? Gather(parameters) : Gather(parameters.Gradients);
        double rate = CurrentLearningRate;
        // The average starts as the weights after the first step.
        double kept = Iterations == 0 ? 0 : EmaMomentum;
        _batches++;
        if (!steps) return;
        GradientClipping.Apply(this, parameters);
        if (bySpans) StepBySpans(parameters, rate, (float)kept);
        else StepByTensors(parameters, rate, kept);
        if (UseEma && EmaOverwriteFrequency is int every && Iterations % every == 0) _ = parameters.Values.copy_(_memories[0].Values);
    }

    /// <summary>Cuts the flat buffer into the stretches that one update is given.</summary>
    private protected abstract BufferBlock[] Cut(ParameterBuffer parameters, bool bySpans);

    /// <summary>Updates one stretch by spans.</summary>
    private protected abstract void Update(BufferBlock block, ParameterBuffer parameters, Span<float> values, ReadOnlySpan<float> gradients, double rate);

    /// <summary>Updates one stretch by tensor operations.</summary>
    private protected abstract void Update(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate);

    /// <summary>Updates those rows of a lazy table by spans that have a gradient.</summary>
    private protected virtual void UpdateRows(BufferBlock block, ParameterBuffer parameters, double rate) => throw new InvalidOperationException($"{GetType().Name} knows no lazy tables.");

    /// <summary>The same by tensor operations.</summary>
    private protected virtual void UpdateRows(BufferBlock block, ParameterBuffer parameters, Tensor values, Tensor gradients, double rate) =>
        throw new InvalidOperationException($"{GetType().Name} knows no lazy tables.");

    private void Lay(ParameterBuffer parameters) => Lay(parameters, parameters.Values.device_type == DeviceType.CPU);

    private void Lay(ParameterBuffer parameters, bool bySpans)
    {
        if (ReferenceEquals(_laidOutFor, parameters) && _bySpans == bySpans) return;
        IReadOnlyList<Slot> slots = AllSlots;
        if (slots.Count == 0 || _memories.Length != slots.Count || !Array.TrueForAll(_memories, memory => memory.Fits(parameters)))
        {
            Forget();
            _memories = [.. slots.Select(slot => new SlotMemory(slot, parameters))];
            (_moved, _gathered) = (Rows(), Rows());
        }
        (_laidOutFor, _bySpans, _blocks) = (parameters, bySpans, Cut(parameters, bySpans));
        TakeOver();

        RowSet?[] Rows() => [.. parameters.Parts.Select(part => part.Weight.IsTable ? new RowSet(part.Weight.Shape[0]) : null)];
    }

    /// <summary>Takes every row of the tables for one whose running values are not the first ones.</summary>
    private void AddAllRows()
    {
        foreach (RowSet? rows in _moved.Concat(_gathered)) rows?.AddAll();
    }

    /// <summary>Lets go of all running values.</summary>
    private void Forget()
    {
        foreach (SlotMemory memory in _memories) memory.Dispose();
        (_memories, _laidOutFor) = ([], null);
    }

    /// <summary>Undoes the scale of the loss, and gathers gradients until a step is due: then they are the mean.</summary>
    private bool Gather(ParameterBuffer parameters)
    {
        float unscale = (float)(1 / (LossScaleFactor ?? 1));
        Span<float> gradients = parameters.FlatGradients.Floats();
        if (GradientAccumulationSteps is not int count)
        {
            if (unscale != 1)
                foreach (BufferRun run in parameters.GradientRuns()) FlatMath.Scale(gradients[run.Start..run.End], unscale);
            return true;
        }
        SlotMemory gathered = _memories[UseEma ? 1 : 0];
        bool steps = (_batches + 1) % count == 0;
        for (int part = 0; part < _gathered.Length; part++)
        {
            if (parameters.Tables[part] is not { } table) continue;
            _gathered[part]!.Add(table.Rows);
            if (!steps) continue;
            table.Rows.Add(_gathered[part]!);
            _gathered[part]!.Clear();
        }
        foreach (BufferRun run in parameters.GradientRuns())
        {
            Span<float> sums = gathered.Stretch(run.Start, run.Length), part = gradients[run.Start..run.End];
            if (steps) FlatMath.Drain(sums, part, unscale, 1f / count);
            else FlatMath.Add(sums, part, unscale);
        }
        return steps;
    }

    /// <summary>The same by tensor operations.</summary>
    private bool Gather(Tensor gradients)
    {
        double unscale = 1 / (LossScaleFactor ?? 1);
        AddAllRows();
        if (GradientAccumulationSteps is not int count)
        {
            if (unscale != 1) _ = gradients.mul_(unscale);
            return true;
        }
        Tensor gathered = _memories[UseEma ? 1 : 0].Values.add_(gradients, unscale);
        if ((_batches + 1) % count != 0) return false;
        _ = gradients.copy_(gathered).mul_(1d / count);
        _ = gathered.zero_();
        return true;
    }

    private void StepBySpans(ParameterBuffer parameters, double rate, float kept)
    {
        Span<float> values = parameters.Values.Floats(), gradients = parameters.FlatGradients.Floats();
        ReadOnlySpan<BufferRun> runs = RunsToChange(parameters, rate);
        int first = 0;
        foreach (BufferBlock block in _blocks)
        {
            double own = rate * block.RateMultiplier;
            if (block.IsLazy)
            {
                UpdateRows(block, parameters, own);
                if (UseEma) FlatMath.Blend(_memories[0].Stretch(block.Start, block.Length), values.Slice(block.Start, block.Length), kept);
                continue;
            }
            while (first < runs.Length && runs[first].End <= block.Start) first++;
            for (int i = first; i < runs.Length && runs[i].Start < block.Start + block.Length; i++)
            {
                BufferRun run = runs[i].Within(new(block.Start, block.Start + block.Length));
                Span<float> part = values.Slice(run.Start, run.Length);
                if (block.Decay > 0) FlatMath.Scale(part, (float)(1 - own * block.Decay));
                Update(block with { Start = run.Start, Length = run.Length }, parameters, part, gradients.Slice(run.Start, run.Length), own);
                if (UseEma) FlatMath.Blend(_memories[0].Stretch(run.Start, run.Length), part, kept);
            }
        }
    }

    /// <summary>Where this step may change values or what is kept of them.</summary>
    private ReadOnlySpan<BufferRun> RunsToChange(ParameterBuffer parameters, double rate)
    {
        ZeroGradient rest = UseEma || !double.IsFinite(rate) ? ZeroGradient.Moves : AtZeroGradient;
        var rows = new RowSet?[_moved.Length];
        for (int part = 0; part < rows.Length; part++)
        {
            if (parameters.Tables[part] is not { } table) continue;
            _moved[part]!.Add(table.Rows);
            rows[part] = rest == ZeroGradient.Moves || DecayOf(parameters.Parts[part].Weight) > 0 ? null : rest == ZeroGradient.Rests ? table.Rows : _moved[part];
        }
        return parameters.Runs(rows);
    }

    private void StepByTensors(ParameterBuffer parameters, double rate, double kept)
    {
        foreach (BufferBlock block in _blocks)
        {
            Tensor part = parameters.Values.narrow(0, block.Start, block.Length);
            Tensor gradients = parameters.Gradients.narrow(0, block.Start, block.Length);
            double own = rate * block.RateMultiplier;
            if (block.IsLazy)
            {
                UpdateRows(block, parameters, part, gradients, own);
                continue;
            }
            if (block.Decay > 0) _ = part.mul_(1 - own * block.Decay);
            Update(block, parameters, part, gradients, own);
        }
        if (UseEma) _ = _memories[0].Values.mul_(kept).add_(parameters.Values, 1 - kept);
    }
}
