namespace Fathom.Metrics;

/// <summary>What metrics with thresholds share.</summary>
internal static class Thresholds
{
    /// <summary>Accepts a list of thresholds.</summary>
    public static IReadOnlyList<double>? Checked(IReadOnlyList<double>? value) => value is null || (value.Count > 0 && value.All(double.IsFinite))
        ? value is null ? null : [.. value]
        : throw new ArgumentException("Thresholds are one number or several, for example [0.5]; leave them out for the usual one.", nameof(value));

    /// <summary>From 0 to 1 in equal steps.</summary>
    public static double[] Even(int count) => count == 1 ? [0.5] : [.. Enumerable.Range(0, count).Select(i => (double)i / (count - 1))];

    /// <summary>Accepts a number of thresholds.</summary>
    public static int Count(int value, int least) => value >= least
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"There must be at least {least} thresholds; 200 is usual.");

    /// <summary>Accepts a class.</summary>
    public static int? Class(int? value) => value is null or >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A class is a place in the last axis, counted from 0.");

    /// <summary>Accepts a rate.</summary>
    public static double Rate(double value, string what) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(what, value, $"A {what} lies between 0 and 1.");
}
