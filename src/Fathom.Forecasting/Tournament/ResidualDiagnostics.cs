using System.Globalization;
using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>
/// Tests of what forecast errors still hold. Returns and levels are judged by y − f, variances by ln(y/f), whose errors are of one size. With horizons above 1
/// the targets overlap, so autocorrelation up to the horizon is no fault of the model; the reading says so. A test that the errors leave
/// undefined (they are constant, or follow an exact recurrence) is left out.
/// </summary>
internal static class ResidualDiagnostics
{
    private const int LjungBoxLags = 10;
    private const int ArchLags = 5;
    private const double Level = 0.05;

    public static IEnumerable<ResidualTest> Examine(Scorecard card, ForecastProblem problem)
    {
        double[] errors = [.. card.Actual.Zip(card.MeanForecast, (y, f) => problem.Task is VolatilityTask ? Math.Log(y / f) : y - f)];
        if (errors.Length < 4 * LjungBoxLags || IsConstant(errors))
            return [];
        string name = card.Forecaster.Name;
        string overlap = problem.Task.Horizon > 1 ? string.Create(CultureInfo.InvariantCulture, $"; targets of horizon {problem.Task.Horizon} overlap, which alone causes it") : "";
        ResidualTest?[] tests =
        [
            Read(() => LjungBox.Test(errors, LjungBoxLags), LjungBoxLags, $"errors are autocorrelated{overlap}", "no autocorrelation found"),
            Read(() => ArchLm.Test(errors, ArchLags), ArchLags, $"the size of errors clusters{overlap}", "no clustering of the size of errors found"),
            Read(() => JarqueBera.Test(errors), null, "errors are not normal", "no departure from normality found"),
        ];
        return tests.OfType<ResidualTest>();

        ResidualTest? Read(Func<TestResult> run, int? lags, string found, string clean)
        {
            try
            {
                TestResult test = run();
                return new ResidualTest(name, test.Name, lags, test.Statistic, test.PValue, test.PValue < Level ? found : clean);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }

    private static bool IsConstant(double[] values) => Array.TrueForAll(values, value => value == values[0]);
}
