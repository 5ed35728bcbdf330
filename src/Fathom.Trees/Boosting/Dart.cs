namespace Fathom.Trees;

/// <summary>
/// Dropouts meet multiple additive regression trees (Rashmi &amp; Gilad-Bachrach 2015), as in XGBoost: each round leaves some of the earlier rounds out when it takes the
/// derivatives, and then scales the new trees and those left out so that together they overshoot nothing. Rounds, not single trees, are left out,
/// also where a round has a tree per class. Each round goes through the rows once for every round left out.
/// </summary>
public sealed record Dart
{
    /// <summary>The probability that a round leaves out a given earlier one, in [0, 1]. Default 0.1. In XGBoost rate_drop, in LightGBM drop_rate.</summary>
    public double DropRate
    {
        get;
        init => field = Probability(value, nameof(DropRate));
    } = 0.1;

    /// <summary>The probability that a round leaves out none, in [0, 1]. Default 0; LightGBM's is 0.5. In both skip_drop.</summary>
    public double SkipRate
    {
        get;
        init => field = Probability(value, nameof(SkipRate));
    }

    /// <summary>The most rounds left out at a time, from 1; null, the default, for any number. In LightGBM max_drop.</summary>
    public int? MaxDrop
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxDrop), value, "At least 1 round may be left out.");
    }

    /// <summary>How new and dropped trees are scaled. Default <see cref="DartNormalization.Tree"/>.</summary>
    public DartNormalization Normalization { get; init; } = DartNormalization.Tree;

    private static double Probability(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a probability in [0, 1].");
}
