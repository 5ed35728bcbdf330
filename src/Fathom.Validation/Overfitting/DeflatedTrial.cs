using System.Globalization;

namespace Fathom.Validation;

/// <summary>The best of several trials, seen in the light of their number.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="SharpePerPeriod">Its Sharpe ratio per period.</param>
/// <param name="ExpectedMaximum">The Sharpe ratio per period to expect of the best of as many worthless trials.</param>
/// <param name="DeflatedSharpeRatio">Probability that its true Sharpe ratio exceeds that.</param>
/// <param name="Trials">Number of trials.</param>
public sealed record DeflatedTrial(string Name, double SharpePerPeriod, double ExpectedMaximum, double DeflatedSharpeRatio, int Trials)
{
    /// <summary>The finding in a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: Sharpe {SharpePerPeriod:0.###} per period, {ExpectedMaximum:0.###} to expect of the best of {Trials} worthless trials, deflated Sharpe ratio {DeflatedSharpeRatio:0.###}");
}
