using Fathom.Layers;
using Fathom.Schedules;

namespace Fathom.Optimizers;

// The state, out and in, in the order Keras keeps it.
public abstract partial class SlotOptimizer
{
    // Running values that wait for the weights they belong to.
    private IReadOnlyList<OptimizerVariable>? _waiting;

    /// <inheritdoc/>
    public override OptimizerState ExportState()
    {
        var variables = new List<OptimizerVariable> { OptimizerVariable.Counter("iteration", _batches) };
        if (_learningRate.IsConstant) variables.Add(OptimizerVariable.Number("learning_rate", CurrentLearningRate));
        if (_waiting is not null) variables.AddRange(_waiting);
        else if (_laidOutFor is not null)
        {
            foreach ((SlotMemory memory, int part) in Places())
                variables.Add(new(memory.Slot.Name, memory.ShapeFor(part)!, memory.Keeps(part) ? memory.Read(part) : Derive(memory.Slot.Name, part)));
            variables.AddRange(RuleNumbers());
        }
        return new(variables, _learningRate);
    }

    /// <inheritdoc/>
    public override void ImportState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Schedule rate = state.LearningRate ?? _learningRate;
        int first = rate.IsConstant ? 2 : 1;
        if (state.Variables.Count < first)
            throw Mismatch($"There are {state.Variables.Count} variables where an optimizer has at least {first}: its counter{(first == 2 ? " and its learning rate" : "")}.");
        _batches = state.Variables[0].AsCount;
        _learningRate = state.LearningRate is null && rate.IsConstant ? Schedule.Constant(state.Variables[1].Values.Span[0]) : rate;
        _waiting = state.Variables.Count == first ? null : [.. state.Variables.Skip(first)];
        if (_waiting is null) Forget();
        else if (_laidOutFor is not null) TakeOver();
    }

    /// <inheritdoc/>
    internal override (long Numbers, int Counters) StateSize => (
        (_learningRate.IsConstant ? 1 : 0) + (_laidOutFor is null ? 0 : RuleNumbers().Count + Places().Sum(place => place.Memory.ShapeFor(place.Part)!.Aggregate(1L, (product, axis) => product * axis))),
        1);

    /// <summary>The numbers of the rule that belong to no weight, which Keras lists last; they follow from <see cref="Optimizer.Iterations"/>.</summary>
    private protected virtual IReadOnlyList<OptimizerVariable> RuleNumbers() => [];

    /// <summary>Computes a listed value that is not kept.</summary>
    private protected virtual float[] Derive(string slot, int part) => throw new InvalidOperationException($"{GetType().Name} keeps '{slot}' for every weight.");

    private static ArgumentException Mismatch(string what) =>
        new($"{what} The state belongs to another optimizer or model: import it where options and layers are the same.");

    /// <summary>Slots and weights as Keras lists them: slot by slot, those listed together weight by weight.</summary>
    private IEnumerable<(SlotMemory Memory, int Part)> Places()
    {
        for (int first = 0; first < _memories.Length;)
        {
            int next = first + 1;
            while (next < _memories.Length && _memories[next].Slot.ListedWithPrevious) next++;
            for (int part = 0; part < _laidOutFor!.Parts.Count; part++)
                for (int slot = first; slot < next; slot++)
                    if (_memories[slot].ShapeFor(part) is not null)
                        yield return (_memories[slot], part);
            first = next;
        }
    }

    /// <summary>Moves the waiting values into the slots.</summary>
    private void TakeOver()
    {
        if (_waiting is null) return;
        (SlotMemory Memory, int Part)[] places = [.. Places()];
        int expected = places.Length + RuleNumbers().Count;
        if (_waiting.Count != expected)
            throw Mismatch($"There are {_waiting.Count} running values where {GetType().Name} has {expected} for this model: {string.Join(", ", SlotNames)}.");
        for (int i = 0; i < places.Length; i++)
        {
            (SlotMemory memory, int part) = places[i];
            Weight weight = _laidOutFor!.Parts[part].Weight;
            if (!_waiting[i].Shape.SequenceEqual(memory.ShapeFor(part)!))
                throw Mismatch(
                    $"Running value {i} has shape ({string.Join(", ", _waiting[i].Shape)}) where the {memory.Slot.Name} of weight '{weight.Name}' has ({string.Join(", ", memory.ShapeFor(part)!)}).");
            if (memory.Keeps(part)) memory.Write(part, _waiting[i].Values.Span);
        }
        AddAllRows();
        _waiting = null;
    }
}
