using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>
/// How many values the weights of a model being loaded may still hold: as many as its file does. A few bytes of configuration can ask for more memory than
/// there is.
/// </summary>
internal static class WeightBudget
{
    [ThreadStatic]
    private static long? t_left;

    /// <summary>Whether weights made on this thread get their values from a file.</summary>
    public static bool IsLoading => t_left is not null;

    /// <summary>Limits the weights made on this thread until the result is disposed.</summary>
    public static Scope Limit(long values)
    {
        var scope = new Scope(t_left);
        t_left = values;
        return scope;
    }

    /// <summary>Takes a weight's values off the budget, if there is one.</summary>
    /// <exception cref="ModelFormatException">The model asks for more than the file holds.</exception>
    public static void Spend(string weight, ReadOnlySpan<int> axes)
    {
        if (t_left is not long left) return;
        foreach (int axis in axes) left = axis == 0 ? left : axis < 0 ? -1 : left / axis;
        if (left < 1)
            throw new ModelFormatException(
                $"The configuration asks for a weight '{weight}' of {string.Join(" x ", axes.ToArray())} values, more than the file holds. Its configuration and weights do not belong together.");
        t_left -= axes.ToArray().Aggregate(1L, (product, axis) => product * axis);
    }

    public readonly ref struct Scope(long? outer)
    {
        private readonly long? _outer = outer;

        public void Dispose() => t_left = _outer;
    }
}
