namespace Fathom.Layers;

/// <summary>A rate as every dropping layer takes it.</summary>
internal static class DropoutRate
{
    /// <summary>Accepts a rate in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
    public static float Check(float rate, string name) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A dropout rate is the fraction dropped, from 0 up to but without 1.");
}
