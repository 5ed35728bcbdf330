namespace Fathom.Forecasting;

/// <summary>The answer of a tournament, first in every output.</summary>
public sealed record Verdict
{
    /// <summary>How the tournament ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>What was compared, by how much, how sure: one plain sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>What to do about it: one short sentence.</summary>
    public required string Advice { get; init; }

    /// <summary>
    /// The model that the sentence names: the best by the primary loss of those shown to beat the best baseline; where there are none, of all models, baselines
    /// apart. Null where none finished.
    /// </summary>
    public required string? BestModel { get; init; }

    /// <summary>The baseline that is best by the primary loss; null where none finished.</summary>
    public required string? BestBaseline { get; init; }

    /// <summary>Skill of <see cref="BestModel"/> against <see cref="BestBaseline"/>, a fraction; null without both.</summary>
    public required double? Skill { get; init; }

    /// <summary>SPA's consistent p-value; null where it could not be computed.</summary>
    public required double? PValue { get; init; }

    /// <summary>The level below which <see cref="PValue"/> counts as evidence: 0.05, fixed.</summary>
    public const double Level = 0.05;

    /// <summary>Sentence and advice, one after the other.</summary>
    public override string ToString() => $"{Sentence} {Advice}";
}
