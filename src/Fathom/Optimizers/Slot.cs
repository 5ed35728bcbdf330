using Fathom.Layers;

namespace Fathom.Optimizers;

/// <summary>A kind of running value that an optimizer keeps for every weight, for example a momentum.</summary>
/// <param name="name">Keras's word for it.</param>
public sealed class Slot(string name)
{
    /// <summary>Keras's word for it, for example <c>velocity</c>.</summary>
    public string Name => name;

    /// <summary>What all its values are before the first step; 0 unless given.</summary>
    public float InitialValue { get; init; }

    /// <summary>Whether Keras lists it weight by weight together with the slot before: first weight's momentum, first weight's velocity, second weight's momentum …</summary>
    public bool ListedWithPrevious { get; init; }

    /// <summary>
    /// The shape of the value for a weight; none where the weight has no such value. The weight's own unless given; only an optimizer that works weight
    /// by weight may give another.
    /// </summary>
    public Func<Weight, int[]?>? Shape { get; init; }

    /// <summary>The weights whose value follows from other slots, so that it is listed but not kept; none unless given.</summary>
    internal Func<Weight, bool>? IsDerived { get; init; }
}
