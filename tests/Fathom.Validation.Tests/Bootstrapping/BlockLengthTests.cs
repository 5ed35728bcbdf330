namespace Fathom.Validation.Tests;

/// <summary>Against figures computed with the algorithm of Patton, Politis and White (2009) as the Python package arch implements it.</summary>
public class BlockLengthTests
{
    [Fact]
    public void AR1()
    {
        double[] e = new NumpyRandom(0).Normals(10_100);
        var y = new double[e.Length];
        y[0] = e[0];
        for (int t = 1; t < y.Length; t++)
            y[t] = 0.3 * y[t - 1] + e[t];
        AssertLengths(13.635665, 15.608940, y[100..]);
    }

    [Theory]
    [InlineData("returns", 8.789853, 10.061870)]
    [InlineData("squares", 136.521336, 156.277917)]
    [InlineData("absolute", 146.458034, 167.652598)]
    public void SP500(string transform, double stationary, double circular)
    {
        double[] returns = TestData.LogReturns(TestData.Column("market/arch/sp500.csv.gz", "Adj Close"));
        Assert.Equal(5030, returns.Length);
        AssertLengths(stationary, circular, transform switch
        {
            "squares" => Array.ConvertAll(returns, r => r * r),
            "absolute" => Array.ConvertAll(returns, Math.Abs),
            _ => returns,
        });
    }

    [Fact]
    public void Fama_French_market() => AssertLengths(2.455856, 2.811254, TestData.Column("market/arch/frenchdata.csv.gz", "Mkt-RF"));

    [Fact]
    public void VIX_level() => AssertLengths(57.929006, 66.312158, TestData.Column("market/arch/vix.csv.gz", "vix"));

    [Fact]
    public void A_constant_series_is_refused() =>
        Assert.Contains("constant", Assert.Throws<ArgumentException>(() => BlockLength.Optimal(new double[50])).Message);

    private static void AssertLengths(double stationary, double circular, double[] series)
    {
        BlockLength length = BlockLength.Optimal(series);
        Assert.Equal(stationary, length.Stationary, 6);
        Assert.Equal(circular, length.Circular, 6);
    }
}
