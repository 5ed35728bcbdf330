namespace Fathom.Losses;

/// <summary>What losses ask of their targets before training.</summary>
internal static class TargetChecks
{
    /// <summary>All between 0 and 1.</summary>
    public static void UnitInterval(string loss, ReadOnlySpan<float> targets, string mend)
    {
        int at = targets.IndexOfAnyExceptInRange(0f, 1f);
        if (at >= 0) throw new ArgumentException($"Loss '{loss}' needs targets between 0 and 1, but value {at} of {targets.Length} is {targets[at]}. {mend}", nameof(targets));
    }

    /// <summary>None below 0.</summary>
    public static void NotNegative(string loss, ReadOnlySpan<float> targets, string mend)
    {
        int at = targets.IndexOfAnyExceptInRange(0f, float.MaxValue);
        if (at >= 0) throw new ArgumentException($"Loss '{loss}' needs targets of 0 or more, but value {at} of {targets.Length} is {targets[at]}. {mend}", nameof(targets));
    }

    /// <summary>Two classes, as −1 and 1 or as 0 and 1.</summary>
    public static void Sides(string loss, ReadOnlySpan<float> targets)
    {
        // A 0 or a −1 that was met decides which of the two it is.
        float low = float.NaN;
        for (int i = 0; i < targets.Length; i++)
        {
            float side = targets[i];
            if (side == 1 || side == low) continue;
            if (side is not (0 or -1) || !float.IsNaN(low))
                throw new ArgumentException(
                    $"Loss '{loss}' needs two classes as targets, all −1 or 1, or all 0 or 1, but value {i} of {targets.Length} is {side}" +
                    $"{(float.IsNaN(low) ? "" : $" where others are {low}")}. Map the classes to −1 and 1.", nameof(targets));
            low = side;
        }
    }

    /// <summary>Whole numbers from 0 to classes − 1, or the class that is ignored.</summary>
    public static void ClassNumbers(string loss, ReadOnlySpan<float> targets, int classes, int? ignored = null)
    {
        int limit = classes == Shape.Unknown ? int.MaxValue : classes;
        for (int i = 0; i < targets.Length; i++)
        {
            float label = targets[i];
            if ((label >= 0 && label < limit && label == MathF.Truncate(label)) || label == ignored) continue;
            throw new ArgumentException(
                $"Loss '{loss}' needs class numbers 0 to {limit - 1} as targets, but value {i} of {targets.Length} is {label}. Number the classes from 0, and give the last " +
                "layer one unit per class.", nameof(targets));
        }
    }

    /// <summary>Along one axis shares that are not negative and sum to 1.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="targets">All targets.</param>
    /// <param name="target">The shape of one.</param>
    /// <param name="axis">Counted with the batch, or from the end.</param>
    public static void Shares(string loss, ReadOnlySpan<float> targets, Shape target, int axis)
    {
        int at = axis < 0 ? target.Count + axis : axis - 1;
        // Targets of other axes than the prediction's are explained at the first batch.
        if (at < 0 || at >= target.Count) return;
        int classes = target[at], inner = target.Skip(at + 1).Aggregate(1, (product, length) => product * length);
        for (int block = 0, row = 0; block < targets.Length; block += classes * inner)
            for (int offset = 0; offset < inner; offset++, row++)
            {
                float sum = 0, least = 0;
                for (int i = block + offset; i < block + classes * inner; i += inner) (sum, least) = (sum + targets[i], Math.Min(least, targets[i]));
                if (least < 0 || Math.Abs(sum - 1) > 1e-3f)
                    throw new ArgumentException(
                        $"Loss '{loss}' needs targets that are shares of {classes} classes and sum to 1, but row {row} sums to {sum}{(least < 0 ? $" and holds {least}" : "")}. " +
                        "One-hot encode the targets, or use SparseCategoricalCrossentropy with class numbers.", nameof(targets));
            }
    }
}
