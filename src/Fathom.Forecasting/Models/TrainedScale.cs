namespace Fathom.Forecasting;

/// <summary>What the way back from the training scale needs, gathered after a model was fitted.</summary>
internal static class TrainedScale
{
    /// <summary>From targets and a model's outputs for the same samples, with the model's degrees of freedom taken off.</summary>
    public static ScaleFit Measure(ForecastProblem problem, int[] train, int[] samples, double[] outputs, int parameters)
    {
        double squares = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double error = problem.ScaledTargets[samples[i]] - outputs[i];
            squares += error * error;
        }

        double[] targets = ForecastProblem.Pick(problem.Targets, train);
        return new ScaleFit(squares / Math.Max(1, samples.Length - parameters), targets.Min(), targets.Max());
    }

    /// <summary>Outputs in the training scale as forecasts of the targets.</summary>
    public static double[] Back(ForecastProblem problem, int[] samples, ReadOnlySpan<double> outputs, ScaleFit fit)
    {
        var forecasts = new double[samples.Length];
        for (int i = 0; i < samples.Length; i++)
            forecasts[i] = problem.Scale.Back(problem.Origins[samples[i]], outputs[i], fit);
        return forecasts;
    }
}
