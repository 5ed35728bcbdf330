namespace Fathom.Forecasting;

/// <summary>
/// The forecasts of one model over the test time line; element i belongs to element i of <see cref="TournamentResult.Times"/> and
/// <see cref="TournamentResult.Actuals"/>.
/// </summary>
/// <param name="Model">Name of the forecaster.</param>
/// <param name="Values">Forecasts in the task's unit; for stochastic models the mean over seeds.</param>
/// <param name="Losses">
/// The primary loss, observation by observation: |e|, e² or QLIKE; for stochastic models the mean over seeds. Its mean is the leaderboard's loss
/// (its root where the primary loss is RMSE).
/// </param>
public sealed record ForecastSeries(string Model, double[] Values, double[] Losses);
