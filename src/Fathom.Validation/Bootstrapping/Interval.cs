using System.Globalization;

namespace Fathom.Validation;

/// <summary>A confidence interval.</summary>
/// <param name="Lower">Lower bound.</param>
/// <param name="Upper">Upper bound.</param>
/// <param name="Estimate">The statistic on the original sample.</param>
/// <param name="Level">Claimed coverage, such as 0.95.</param>
public readonly record struct Interval(double Lower, double Upper, double Estimate, double Level)
{
    /// <summary>Upper minus lower bound.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether a value lies in the interval, bounds included.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>Estimate and bounds, such as "0.041 [0.012, 0.07] (95 %)".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Estimate:G4} [{Lower:G4}, {Upper:G4}] ({Level * 100:0.##} %)");
}
