namespace Fathom.Forecasting;

/// <summary>Everything a tournament found: the verdict first, the evidence next, the method last.</summary>
public sealed record TournamentResult
{
    /// <summary>The answer in a plain sentence.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was forecast.</summary>
    public required TaskSummary Task { get; init; }

    /// <summary>The forecasters that finished every fold, best first by the task's primary loss, baselines among them.</summary>
    public required IReadOnlyList<LeaderboardRow> Leaderboard { get; init; }

    /// <summary>Name of the best baseline, which skill and tests refer to; null where no baseline finished.</summary>
    public required string? BestBaseline { get; init; }

    /// <summary>The test of superior predictive ability; null where no model or no baseline finished.</summary>
    public required SuperiorityTest? Superiority { get; init; }

    /// <summary>Forecasters whose fit threw, with the message. They did not end the tournament.</summary>
    public required IReadOnlyList<UnrankedModel> Failed { get; init; }

    /// <summary>Forecasters that a cancellation left without all folds.</summary>
    public required IReadOnlyList<UnrankedModel> Unfinished { get; init; }

    /// <summary>What the reader must know before believing the leaderboard; empty where all is well.</summary>
    public required IReadOnlyList<TournamentWarning> Warnings { get; init; }

    /// <summary>The folds, in order of their test blocks.</summary>
    public required IReadOnlyList<FoldRecord> Folds { get; init; }

    /// <summary>Forecast origins of the test time line, in order: the last moment whose data a forecast has seen.</summary>
    public required DateTime[] Origins { get; init; }

    /// <summary>Times at which the targets were complete, in order; element i belongs to origin i.</summary>
    public required DateTime[] Times { get; init; }

    /// <summary>What came true, in the task's unit.</summary>
    public required double[] Actuals { get; init; }

    /// <summary>The forecasts of every ranked model, in the leaderboard's order.</summary>
    public required IReadOnlyList<ForecastSeries> Forecasts { get; init; }

    /// <summary>Learning curves of the models that train step by step, by model, fold and seed.</summary>
    public required IReadOnlyList<TrainingCurve> TrainingCurves { get; init; }

    /// <summary>Residual tests of every ranked model.</summary>
    public required IReadOnlyList<ResidualTest> ResidualTests { get; init; }

    /// <summary>What the data doctor saw before anything was fitted.</summary>
    public required DoctorReport Doctor { get; init; }

    /// <summary>All that is needed to repeat the run.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>True where the run was cancelled before its end.</summary>
    public bool Cancelled => Unfinished.Count > 0;
}
