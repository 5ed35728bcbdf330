namespace Fathom.Forecasting;

/// <summary>What was forecast, in words and units, as fixed before anything was fitted.</summary>
public sealed record TaskSummary
{
    /// <summary>Name of the task: "return", "volatility" or "level".</summary>
    public required string Name { get; init; }

    /// <summary>Name of the series, such as "SPY".</summary>
    public required string Subject { get; init; }

    /// <summary>Observations ahead that the target covers, 1 or more.</summary>
    public required int Horizon { get; init; }

    /// <summary>The target in words that fit into a sentence, such as "5-day SPY volatility".</summary>
    public required string Target { get; init; }

    /// <summary>
    /// Unit of <see cref="TournamentResult.Actuals"/>, of every forecast, and of MAE and RMSE: "log return", "% per day" (σ, for volatility), "price".
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>The loss that ranks the leaderboard, gives the skill and feeds the tests of significance.</summary>
    public required ForecastLoss PrimaryLoss { get; init; }
}
