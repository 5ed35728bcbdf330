using Fathom.Constraints;
using Fathom.Native;
using Fathom.Regularizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One named array of a layer that training changes (a parameter) or the layer itself keeps (a statistic).</summary>
public sealed class Weight
{
    private readonly int[] _shape;
    private Tensor _value;

    internal Weight(string name, int[] shape, bool trainable, Regularizer? regularizer, Constraint? constraint, Tensor value)
    {
        Name = name;
        _shape = shape;
        IsTrainable = trainable;
        Regularizer = regularizer;
        Constraint = constraint;
        _value = value;
    }

    /// <summary>The name within its layer, as Keras has it: <c>kernel</c>, <c>bias</c>, <c>gamma</c>.</summary>
    public string Name { get; }

    /// <summary>The names of the layers inside the model that lead here and that of the weight, for example <c>dense/kernel</c>.</summary>
    internal string Path { get => field ?? Name; set; }

    /// <summary>The learning rate relative to the optimizer's.</summary>
    internal double LearningRateMultiplier { get; set; } = 1;

    /// <summary>The axes, for example (inputs, units).</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of values.</summary>
    public int Size => _shape.Aggregate(1, (product, axis) => checked(product * axis));

    /// <summary>Whether an optimizer may change it, as long as its layer is trainable.</summary>
    public bool IsTrainable { get; }

    /// <summary>The penalty on this weight, if any.</summary>
    public Regularizer? Regularizer { get; }

    /// <summary>What brings this weight back into bounds after each step, if anything.</summary>
    public Constraint? Constraint { get; }

    /// <summary>
    /// The values, a leaf of the gradient graph. Once a model is compiled this is a view into the model's one flat buffer: change it in place,
    /// never keep it. Within the call of a layer of low precision it is read in that precision: a copy.
    /// </summary>
    public Tensor Value
    {
        get
        {
            // Who holds the values may let gradients flow to any of them.
            TableGradient?.Rows.AddAll();
            return Autocast.Type is ScalarType type && IsTrainable ? (StandIn ?? _value).to(type) : StandIn ?? _value;
        }
    }

    /// <summary>Whether a batch reads some rows of it.</summary>
    internal bool IsTable { get; set; }

    /// <summary>The gradient of a table within a model's flat buffer on the CPU.</summary>
    internal TableGradient? TableGradient { get; set; }

    /// <summary>The values of a table, for look-ups that add to <see cref="TableGradient"/>.</summary>
    internal Tensor Table => _value;

    /// <summary>Whether <see cref="Value"/> is <see cref="Table"/> at the moment.</summary>
    internal bool IsReadAsItIs => StandIn is null && !(Autocast.Type is not null && IsTrainable);

    /// <summary>What is read in place of the values for now: a copy within the gradient graph, so that the values may change before the graph is walked back.</summary>
    internal Tensor? StandIn { private get; set; }

    /// <summary>Called after <see cref="Value"/> was replaced by another tensor with the same values.</summary>
    internal event Action? Moved;

    /// <summary>Makes <paramref name="storage"/> (already holding the values) the home of this weight.</summary>
    internal void MoveTo(Tensor storage)
    {
        _value.Dispose();
        _value = storage;
        Moved?.Invoke();
    }

    /// <summary>Takes a weight that training does not change to a device, outside the gradient graph.</summary>
    internal void Freeze(Device device)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        MoveTo(Value.detach().to(device, copy: true).DetachFromDisposeScope());
    }

    /// <summary>Copies the values out, row-major.</summary>
    /// <returns>A new array of <see cref="Size"/> values.</returns>
    public float[] ToArray()
    {
        using var scope = NewDisposeScope();
        return Value.detach().cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Overwrites the values.</summary>
    /// <param name="values">As many as <see cref="Size"/>, row-major.</param>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public void Assign(ReadOnlySpan<float> values)
    {
        if (values.Length != Size)
            throw new ArgumentException(
                $"Weight '{Name}' holds {Size} values ({string.Join(" x ", _shape)}) but got {values.Length}. Give one value per entry, row-major.",
                nameof(values));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor value = Value;
        if (value.device_type == DeviceType.CPU && value.dtype == ScalarType.Float32 && value.is_contiguous()) values.CopyTo(value.Floats());
        else value.copy_(tensor(values.ToArray(), _shape.Select(axis => (long)axis).ToArray()));
    }
}
