using MathNet.Numerics.Distributions;

namespace Fathom.Validation;

/// <summary>
/// What a Sharpe ratio is worth once its sampling error and the number of trials are counted (Bailey and López de Prado 2012, "The Sharpe ratio
/// efficient frontier"; 2014, "The deflated Sharpe ratio"; Bailey, Borwein, López de Prado and Zhu 2014, "Pseudo-mathematics and financial
/// charlatanism"). All Sharpe ratios are per period, not annualised, unless an argument says otherwise; kurtosis is raw, 3 for the normal distribution.
/// </summary>
public static class Overfitting
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>Expected maximum of independent standard normal trials: (1 − γ)Φ⁻¹(1 − 1/N) + γΦ⁻¹(1 − 1/(Ne)).</summary>
    /// <param name="trials">Number of trials N, at least 1; 0 is returned for one.</param>
    public static double ExpectedMaximum(int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return trials == 1 ? 0
            : (1 - EulerMascheroni) * Normal.InvCDF(0, 1, 1 - 1.0 / trials) + EulerMascheroni * Normal.InvCDF(0, 1, 1 - 1 / (trials * Math.E));
    }

    /// <summary>Probabilistic Sharpe ratio: the probability that the true Sharpe ratio exceeds a benchmark, given the estimated one.</summary>
    /// <param name="sharpePerPeriod">Estimated Sharpe ratio per period.</param>
    /// <param name="benchmarkPerPeriod">Sharpe ratio to exceed, per period.</param>
    /// <param name="observations">Number of returns, at least 2.</param>
    /// <param name="skewness">Skewness of the returns. Default 0.</param>
    /// <param name="rawKurtosis">Kurtosis of the returns, 3 (the default) for normal ones.</param>
    /// <exception cref="ArgumentException">The moments are impossible: kurtosis is below 1 + skewness².</exception>
    public static double ProbabilisticSharpeRatio(double sharpePerPeriod, double benchmarkPerPeriod, int observations, double skewness = 0, double rawKurtosis = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(observations, 2);
        double spread = Spread(sharpePerPeriod, skewness, rawKurtosis);
        return Normal.CDF(0, 1, (sharpePerPeriod - benchmarkPerPeriod) * Math.Sqrt(observations - 1.0) / Math.Sqrt(spread));
    }

    /// <summary>The Sharpe ratio to expect of the best of several worthless trials: √V × <see cref="ExpectedMaximum"/>.</summary>
    /// <param name="variancePerPeriod">Variance of the Sharpe ratios (per period) over the trials; an annual variance over the periods per year.</param>
    /// <param name="trials">Number of independent trials.</param>
    public static double ExpectedMaximumSharpeRatio(double variancePerPeriod, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variancePerPeriod);
        return Math.Sqrt(variancePerPeriod) * ExpectedMaximum(trials);
    }

    /// <summary>Deflated Sharpe ratio: the probabilistic Sharpe ratio against the best of as many worthless trials. Above 0.95 is a finding.</summary>
    /// <param name="sharpePerPeriod">Sharpe ratio per period of the trial that was selected.</param>
    /// <param name="variancePerPeriod">Variance of the Sharpe ratios (per period) over all trials.</param>
    /// <param name="trials">Number of independent trials, the failed ones included.</param>
    /// <param name="observations">Number of returns, at least 2.</param>
    /// <param name="skewness">Skewness of the returns. Default 0.</param>
    /// <param name="rawKurtosis">Kurtosis of the returns, 3 (the default) for normal ones.</param>
    public static double DeflatedSharpeRatio(double sharpePerPeriod, double variancePerPeriod, int trials, int observations, double skewness = 0, double rawKurtosis = 3) =>
        ProbabilisticSharpeRatio(sharpePerPeriod, ExpectedMaximumSharpeRatio(variancePerPeriod, trials), observations, skewness, rawKurtosis);

    /// <summary>Minimum track record length in periods: how many returns it takes for the Sharpe ratio to exceed the benchmark with a given confidence.</summary>
    /// <param name="sharpePerPeriod">Estimated Sharpe ratio per period, above the benchmark.</param>
    /// <param name="benchmarkPerPeriod">Sharpe ratio to exceed, per period.</param>
    /// <param name="skewness">Skewness of the returns. Default 0.</param>
    /// <param name="rawKurtosis">Kurtosis of the returns, 3 (the default) for normal ones.</param>
    /// <param name="confidence">Confidence wanted. Default 0.95.</param>
    /// <exception cref="ArgumentException">The Sharpe ratio does not exceed the benchmark: no track record is long enough.</exception>
    public static double MinimumTrackRecordLength(double sharpePerPeriod, double benchmarkPerPeriod, double skewness = 0, double rawKurtosis = 3, double confidence = 0.95)
    {
        if (!(sharpePerPeriod > benchmarkPerPeriod))
            throw new ArgumentException($"A Sharpe ratio of {sharpePerPeriod} does not exceed the benchmark {benchmarkPerPeriod}: no track record is long enough.", nameof(sharpePerPeriod));
        if (!(confidence > 0.5 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence lies between 0.5 and 1; 0.95 is usual.");
        double quantile = Normal.InvCDF(0, 1, confidence) / (sharpePerPeriod - benchmarkPerPeriod);
        return 1 + Spread(sharpePerPeriod, skewness, rawKurtosis) * quantile * quantile;
    }

    /// <summary>Minimum backtest length in years: below it, the best of as many worthless trials is expected to show the given annual Sharpe ratio.</summary>
    /// <param name="trials">Number of independent trials, at least 2.</param>
    /// <param name="annualSharpe">Annual Sharpe ratio, positive.</param>
    public static double MinimumBacktestLength(int trials, double annualSharpe)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(annualSharpe);
        double ratio = ExpectedMaximum(trials) / annualSharpe;
        return ratio * ratio;
    }

    /// <summary>Variance of the estimated Sharpe ratio times n − 1 (Mertens 2002): 1 − γ₃ SR + (γ₄ − 1)/4 SR².</summary>
    private static double Spread(double sharpe, double skewness, double rawKurtosis)
    {
        if (!(rawKurtosis >= 1 + skewness * skewness))
            throw new ArgumentException($"No distribution has skewness {skewness} and raw kurtosis {rawKurtosis}: kurtosis is at least 1 + skewness². Is this excess kurtosis? Then add 3.", nameof(rawKurtosis));
        return 1 - skewness * sharpe + (rawKurtosis - 1) / 4 * sharpe * sharpe;
    }
}
