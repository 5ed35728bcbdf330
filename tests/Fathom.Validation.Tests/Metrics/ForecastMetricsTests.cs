namespace Fathom.Validation.Tests;

/// <summary>Closed forms, and the examples of scikit-learn's documentation.</summary>
public class ForecastMetricsTests
{
    private static readonly double[] Actual = [3, -0.5, 2, 7];
    private static readonly double[] Forecast = [2.5, 0.0, 2, 8];

    [Fact]
    public void Examples_of_scikit_learn()
    {
        Assert.Equal(0.5, ForecastMetrics.MeanAbsoluteError(Actual, Forecast), 12);
        Assert.Equal(0.375, ForecastMetrics.MeanSquaredError(Actual, Forecast), 12);
        Assert.Equal(0.6123724356957945, ForecastMetrics.RootMeanSquaredError(Actual, Forecast), 12);
        Assert.Equal(0.5, ForecastMetrics.MedianAbsoluteError(Actual, Forecast), 12);
        Assert.Equal(0.9486081370449679, ForecastMetrics.RSquared(Actual, Forecast), 12);
        Assert.Equal(0.3273809523809524, ForecastMetrics.MeanAbsolutePercentageError(Actual, Forecast), 12);
        Assert.Equal(0.033333333333333335, ForecastMetrics.PinballLoss([1, 2, 3], [0, 2, 3], 0.1), 12);
        Assert.Equal(0.3, ForecastMetrics.PinballLoss([1, 2, 3], [0, 2, 3], 0.9), 12);
    }

    [Fact]
    public void Closed_forms()
    {
        Assert.Equal((2 * .5 / 5.5 + 2 + 0 + 2 / 15.0) / 4, ForecastMetrics.SymmetricMeanAbsolutePercentageError(Actual, Forecast), 12);
        Assert.Equal(0.25, ForecastMetrics.Bias(Actual, Forecast), 12);
        Assert.Equal(0.5 / 2, ForecastMetrics.MeanAbsoluteScaledError(Actual, Forecast, [1, 3, 1, 3]), 12);
        Assert.Equal(0.5 / 4, ForecastMetrics.MeanAbsoluteScaledError(Actual, Forecast, [1, 3, 5, 7], season: 2), 12);
        Assert.Equal((2 - Math.Log(2) - 1 + 0) / 2, ForecastMetrics.Qlike([2, 3], [1, 3]), 12);
        Assert.Equal(2 / 3.0, ForecastMetrics.DirectionAccuracy([1, -1, 2, 0, 1], [2, 1, 1, 1, 0]), 12);
        Assert.Equal(double.NaN, ForecastMetrics.DirectionAccuracy([1, -1], [0, 0]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("actual has 4 values but forecast has 1", Assert.Throws<ArgumentException>(() => ForecastMetrics.MeanAbsoluteError(Actual, [1])).Message);
        Assert.Contains("actual[1] is 0", Assert.Throws<ArgumentException>(() => ForecastMetrics.MeanAbsolutePercentageError([1, 0], [1, 1])).Message);
        Assert.Contains("forecast[0] is -1", Assert.Throws<ArgumentException>(() => ForecastMetrics.Qlike([1.0], [-1])).Message);
    }

    [Fact]
    public void Sharpe_per_period() => Assert.Equal(2 / Math.Sqrt(2.0 / 3), Sharpe.Ratio([1, 2, 3]), 12);
}
