using Fathom.Forecasting;
using Fathom.Plots.Drawing;
using Fathom.Validation;

namespace Fathom.Plots.Charts;

/// <summary>What the errors of the best model still remember: their autocorrelation, on the errors that the residual tests use.</summary>
internal static class ResidualChart
{
    private const int Lags = 20, Fewest = 100;

    /// <summary>The picture; null where there are too few errors or they are all equal.</summary>
    public static Chart? Of(TournamentResult result, ModelColors colors)
    {
        if ((result.Verdict.BestModel ?? result.BestBaseline) is not string model || result.Forecasts.FirstOrDefault(forecast => forecast.Model == model) is not { } series) return null;
        bool qlike = result.Task.PrimaryLoss == ForecastLoss.Qlike;
        double[] errors = [.. result.Actuals.Zip(series.Values, (y, f) => qlike ? Math.Log(y / f) : y - f).Where(double.IsFinite)];
        if (errors.Length < Fewest || Array.TrueForAll(errors, error => error == errors[0])) return null;
        double[] correlations = Autocorrelation.Function(errors, Lags)[1..];
        double band = 1.96 / Math.Sqrt(errors.Length);
        int beyond = correlations.Count(correlation => Math.Abs(correlation) > band);
        string overlap = result.Task.Horizon > 1 ? $" Targets of horizon {Figures.Count(result.Task.Horizon)} overlap, which by itself correlates errors up to lag {Figures.Count(result.Task.Horizon - 1)}." : "";
        return new Chart(
            $"The errors of {model} are correlated beyond chance at {Figures.Count(beyond)} of {Lags} lags",
            $"Autocorrelation of {(qlike ? "ln(actual variance ÷ forecast variance)" : "what came true less the forecast")}. Between the dashed lines lie 95 of 100 lags of errors without memory.{overlap}",
            string.Join("; ", correlations.Select((correlation, index) => $"lag {index + 1}: {Figures.Fixed(correlation, 2)}")), [],
            width =>
            {
                var lags = new Ticks([1, 5, 10, 15, 20], ["1", "5", "10", "15", "20"]);
                var canvas = new Canvas(width, 200, new AxisRange(0, Lags + 1, lags, "lag", Grid: false), AxisRange.Of([.. correlations, band, -band], "autocorrelation of errors", 5));
                string color = colors[model];
                for (int lag = 1; lag <= Lags; lag++)
                    canvas.Box(lag - 0.3, lag + 0.3, Math.Min(0, correlations[lag - 1]), Math.Max(0, correlations[lag - 1]), color);
                canvas.Segment(0, 0, Lags + 1, 0, Palette.Grey, 1);
                canvas.Segment(0, band, Lags + 1, band, Palette.Grey, 1, dashed: true);
                canvas.Segment(0, -band, Lags + 1, -band, Palette.Grey, 1, dashed: true);
                return canvas;
            });
    }
}
