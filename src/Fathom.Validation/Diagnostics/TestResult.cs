using System.Globalization;

namespace Fathom.Validation;

/// <summary>Outcome of a test whose statistic is compared with a chi-squared distribution.</summary>
/// <param name="Name">Name of the test.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="PValue">Chance of a statistic as large where the null holds.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom.</param>
public sealed record TestResult(string Name, double Statistic, double PValue, int DegreesOfFreedom)
{
    /// <summary>The result in a line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} {Statistic:0.###}, p {PValue:0.####} ({DegreesOfFreedom} degrees of freedom)");
}
