namespace Fathom.Validation.Tests;

/// <summary>Examples of Bailey and López de Prado, recomputed to 1e-12.</summary>
public class OverfittingTests
{
    [Fact]
    public void Expected_maximum() => Assert.Equal(2.5306028932016846, Overfitting.ExpectedMaximum(100), 1e-12);

    [Fact]
    public void Probabilistic_Sharpe_ratio() =>
        Assert.Equal(0.9132343068848602, Overfitting.ProbabilisticSharpeRatio(1.585 / Math.Sqrt(12), 0, 24, -2.448, 10.164), 1e-12);

    [Theory]
    [InlineData(100, -3, 10, 0.9003968344493904, 1e-12)]
    [InlineData(46, -3, 10, 0.9505017, 1e-7)]
    [InlineData(88, -3, 10, 0.9101530, 1e-7)]
    [InlineData(100, 0, 3, 0.9427706, 1e-7)]
    public void Deflated_Sharpe_ratio(int trials, double skewness, double kurtosis, double expected, double unit) =>
        Assert.Equal(expected, Overfitting.DeflatedSharpeRatio(2.5 / Math.Sqrt(250), 0.5 / 250, trials, 1250, skewness, kurtosis), unit);

    [Fact]
    public void Sharpe_ratio_of_the_best_worthless_trial() => Assert.Equal(0.11317200, Overfitting.ExpectedMaximumSharpeRatio(0.5 / 250, 100), 1e-8);

    [Fact]
    public void Minimum_track_record_in_years()
    {
        Assert.Equal(2.7311878, Overfitting.MinimumTrackRecordLength(2 / Math.Sqrt(250), 1 / Math.Sqrt(250)) / 250, 1e-7);
        Assert.Equal(2.8288336, Overfitting.MinimumTrackRecordLength(2 / Math.Sqrt(52), 1 / Math.Sqrt(52)) / 52, 1e-7);
    }

    /// <summary>A track record of the minimum length has a probabilistic Sharpe ratio equal to the confidence.</summary>
    [Fact]
    public void Minimum_track_record_is_where_the_probability_is_reached()
    {
        double length = Overfitting.MinimumTrackRecordLength(0.3, 0.1, -1, 8, 0.95);
        Assert.InRange(0.95, Overfitting.ProbabilisticSharpeRatio(0.3, 0.1, (int)Math.Floor(length), -1, 8), Overfitting.ProbabilisticSharpeRatio(0.3, 0.1, (int)Math.Ceiling(length), -1, 8));
    }

    [Fact]
    public void Minimum_backtest_length() => Assert.Equal(4.998087, Overfitting.MinimumBacktestLength(45, 1), 1e-6);

    [Fact]
    public void Excess_kurtosis_is_noticed() =>
        Assert.Contains("add 3", Assert.Throws<ArgumentException>(() => Overfitting.ProbabilisticSharpeRatio(0.1, 0, 100, 0, 0)).Message);
}
