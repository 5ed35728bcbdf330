namespace Fathom.Validation.Tests;

public class ModelBootstrapTests
{
    private static readonly double[] Series = Simulate(400, 0.6, 21);
    private static readonly ModelFit FirstOrder = y => Autoregression.Fit(y, 1);

    public static TheoryData<Bootstrap> Methods =>
        [new ResidualBootstrap(FirstOrder) { Seed = 3 }, new WildBootstrap(FirstOrder) { Seed = 3 }, new WildBootstrap(FirstOrder) { Seed = 3, Weight = WildWeight.Mammen }];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Does_not_depend_on_threads(Bootstrap bootstrap)
    {
        double[] one = (bootstrap with { Threads = 1 }).Replicate(Series, Slope, 40);
        Assert.Equal(one, (bootstrap with { Threads = 4 }).Replicate(Series, Slope, 40));
        Assert.Equal(Slope(bootstrap.Resample(Series, 17)), one[17]);
    }

    [Fact]
    public void Simulating_the_residuals_gives_the_series_back()
    {
        Autoregression model = Autoregression.Fit(Series, 3);
        var again = new double[Series.Length];
        model.Simulate(model.Residuals, again);
        Assert.All(Series.Zip(again), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(0, model.Residuals.ToArray().Sum(), 1e-10);
    }

    /// <summary>
    /// The standard deviation of the least-squares slope of an AR(1) is √((1 − φ²)/n) asymptotically (Brockwell and Davis 2016, section 5.1), here at the φ that
    /// was fitted; residual and wild bootstrap come within a tenth of it where errors are homoskedastic.
    /// </summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Spread_of_the_slope(Bootstrap bootstrap)
    {
        double phi = Slope(Series);
        double[] slopes = bootstrap.Replicate(Series, Slope, 2000);
        double mean = slopes.Average(), deviation = Math.Sqrt(slopes.Average(v => (v - mean) * (v - mean)));
        Assert.Equal(1, deviation / Math.Sqrt((1 - phi * phi) / Series.Length), 0.1);
    }

    [Fact]
    public void Wild_weights_have_the_moments_they_claim()
    {
        var white = new White(Series);
        double[] Weights(WildWeight weight) => [.. Enumerable.Range(0, 500).SelectMany(r =>
            new WildBootstrap(_ => white) { Weight = weight }.Resample(Series, r).Zip(Series, (a, b) => a / b))];
        double[] signs = Weights(WildWeight.Rademacher), mammen = Weights(WildWeight.Mammen);
        Assert.All(signs, v => Assert.Equal(1, Math.Abs(v), 1e-12));
        double error = 4 / Math.Sqrt(signs.Length);
        Assert.Equal(0, signs.Average(), error);
        Assert.Equal(0, mammen.Average(), error);
        Assert.Equal(1, mammen.Average(v => v * v), error);
        Assert.Equal(1, mammen.Average(v => v * v * v), error * Math.Sqrt(10));
    }

    [Fact]
    public void A_model_that_does_not_fit_the_series_is_refused() =>
        Assert.Contains("fitted values", Assert.Throws<ArgumentException>(() => new ResidualBootstrap(_ => new White([1, 2, 3, 4])).Resample([1, 2, 3], 0)).Message);

    internal static double[] Simulate(int n, double phi, uint seed)
    {
        double[] e = new NumpyRandom(seed).Normals(n);
        for (int t = 1; t < n; t++)
            e[t] += phi * e[t - 1];
        return e;
    }

    private static double Slope(ReadOnlySpan<double> y) => Autoregression.Fit(y, 1).Coefficients[0];

    /// <summary>The model that fits zero and leaves everything.</summary>
    private sealed class White(double[] series) : IResidualModel
    {
        public ReadOnlySpan<double> Fitted => new double[series.Length];

        public ReadOnlySpan<double> Residuals => series;

        public void Simulate(ReadOnlySpan<double> innovations, Span<double> target) => innovations.CopyTo(target);
    }
}
