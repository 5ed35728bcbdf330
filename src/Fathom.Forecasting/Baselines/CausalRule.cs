namespace Fathom.Forecasting;

/// <summary>A fitted forecaster that is a function of problem and origin row.</summary>
/// <param name="forecast">Forecasts from the row of an origin.</param>
/// <param name="parameters">Fitted parameters.</param>
internal sealed class CausalRule(Func<ForecastProblem, int, double> forecast, long parameters) : FittedForecaster
{
    public override long? Parameters => parameters;

    public override double[] Predict(ForecastProblem problem, int[] samples) => Array.ConvertAll(problem.RowsOf(samples), row => forecast(problem, row));
}
