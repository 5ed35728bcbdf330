namespace Fathom.Kernels;

/// <summary>A register of single-precision numbers, one per lane. Kernels are written once against this and compiled per register width.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the processor has 32 registers, enough for sixteen sums at once, rather than 16.</summary>
    static abstract bool ManyRegisters { get; }

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Reads one number per lane.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Of(float value);

    /// <summary>a · b + c.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The lesser; <paramref name="b"/> where it is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The greater; <paramref name="b"/> where it is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>Rounded to the nearest whole number.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>a · 2ⁿ, n whole numbers from −126 to 127.</summary>
    static abstract TSelf Scale(TSelf a, TSelf wholeNumber);

    /// <summary>1 / a, to about a unit in the last place, for a from 1 to 2¹²⁷.</summary>
    static abstract TSelf Reciprocal(TSelf a);

    /// <summary>Lane by lane <paramref name="small"/> where |<paramref name="a"/>| is below the bound, else <paramref name="large"/>.</summary>
    static abstract TSelf WhereBelow(TSelf a, float bound, TSelf small, TSelf large);

    /// <summary>Writes one number per lane.</summary>
    void Store(float* target);

    /// <summary>The sum over the lanes.</summary>
    float Sum();
}
