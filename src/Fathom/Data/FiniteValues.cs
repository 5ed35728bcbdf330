using System.Numerics;
using System.Runtime.InteropServices;

namespace Fathom.Data;

/// <summary>Looks for values no net can compute with.</summary>
internal static class FiniteValues
{
    /// <summary>The place of the first value that is not a number or not finite; −1 where all are.</summary>
    public static int IndexOfOther(ReadOnlySpan<float> values)
    {
        // x − x is 0 for every finite x and NaN otherwise.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> broken = Vector<float>.Zero;
        foreach (Vector<float> vector in vectors) broken += vector - vector;
        bool whole = Vector.EqualsAll(broken, Vector<float>.Zero) && !values[(vectors.Length * Vector<float>.Count)..].ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
        return whole ? -1 : values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
    }
}
