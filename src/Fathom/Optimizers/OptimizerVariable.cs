namespace Fathom.Optimizers;

/// <summary>One array of an optimizer's state, as Keras lists it.</summary>
/// <param name="Name">Keras's word for it, for example <c>iteration</c> or <c>velocity</c>; not unique.</param>
/// <param name="Shape">The axes; none for a single number.</param>
/// <param name="Values">The values, row-major.</param>
public sealed record OptimizerVariable(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>The exact value of a counter, which <see cref="Values"/> holds rounded; none for what is no counter.</summary>
    public long? Count { get; init; }

    internal static OptimizerVariable Number(string name, double value) => new(name, [], new[] { (float)value });

    internal static OptimizerVariable Counter(string name, long count) => new(name, [], new[] { (float)count }) { Count = count };

    internal long AsCount => Count ?? (long)Values.Span[0];
}
