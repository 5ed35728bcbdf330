using Fathom.Tabular;

namespace Fathom.Forecasting;

/// <summary>A least-squares regression of targets on a few columns, in the target's own scale or in the one models train in, never leaving the range of the training targets.</summary>
internal sealed class LeastSquares : FittedForecaster
{
    private readonly Ridge _regression = new(penalty: 0);
    private readonly Func<ForecastProblem, FeatureTable> _columns;
    private readonly bool _scaled;
    private readonly ScaleFit _fit;
    private readonly int _parameters;

    public LeastSquares(ForecastProblem problem, int[] train, Func<ForecastProblem, FeatureTable> columns, bool scaled)
    {
        (_columns, _scaled) = (columns, scaled);
        double[,] features = columns(problem).Rows(problem.RowsOf(train));
        double[] targets = ForecastProblem.Pick(problem.Targets, train);
        double[] fitted = scaled ? ForecastProblem.Pick(problem.ScaledTargets, train) : targets;
        _regression.Fit(features, fitted);
        _parameters = features.GetLength(1) + 1;
        double[] predicted = _regression.Predict(features);
        double squares = 0;
        for (int i = 0; i < fitted.Length; i++)
            squares += (fitted[i] - predicted[i]) * (fitted[i] - predicted[i]);
        _fit = new ScaleFit(squares / Math.Max(1, fitted.Length - _parameters), targets.Min(), targets.Max());
    }

    public override long? Parameters => _parameters;

    public override double[] Predict(ForecastProblem problem, int[] samples)
    {
        int[] rows = problem.RowsOf(samples);
        double[] outputs = _regression.Predict(_columns(problem).Rows(rows));
        for (int i = 0; i < outputs.Length; i++)
        {
            double forecast = _scaled ? problem.Scale.Back(rows[i], outputs[i], _fit) : outputs[i];
            outputs[i] = Math.Clamp(forecast, _fit.Lowest, _fit.Highest);
        }

        return outputs;
    }
}
