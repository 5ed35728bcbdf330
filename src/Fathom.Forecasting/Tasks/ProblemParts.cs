namespace Fathom.Forecasting;

/// <summary>What a task computes from a series, one value per time; position t uses observations up to t only, except the target.</summary>
internal sealed record ProblemParts
{
    /// <summary>What is observed in one period: the log return, the variance, the level.</summary>
    public required double[] Measure { get; init; }

    /// <summary>The target whose origin is t.</summary>
    public required Func<int, double> Target { get; init; }

    /// <summary>The value that a forecast has to be above or below to name a direction, at origin t.</summary>
    public required Func<int, double> Reference { get; init; }

    /// <summary>The scale that models train in.</summary>
    public required TargetScale Scale { get; init; }

    /// <summary>Features known at t for tabular models.</summary>
    public required FeatureTable Features { get; init; }

    /// <summary>What is seen at each time step by sequence models.</summary>
    public required FeatureTable Steps { get; init; }
}
