namespace Fathom.Validation.Tests;

public class DieboldMarianoTests
{
    private static readonly double[] First = [1, -2, 3, -1, 2, .5, -1.5, 2.5, -.5, 1];
    private static readonly double[] Second = [.5, -1, 2, -2, 1, 1.5, -.5, 1, -1, .2];

    /// <summary>Values of the published procedure (Harvey, Leybourne and Newbold 1997) for these errors, squared loss.</summary>
    [Fact]
    public void Agrees_with_the_reference()
    {
        DieboldMarianoResult one = Test(1), two = Test(2);
        Assert.Equal(1.618018, one.Statistic, 6);
        Assert.Equal(0.140113, one.PValue, 6);
        Assert.Equal(4.252856, two.Statistic, 6);
        Assert.False(two.FellBack);
    }

    /// <summary>With the rectangular kernel the statistic would be 16.592143 here.</summary>
    [Fact]
    public void Falls_back_to_Bartlett_and_says_so()
    {
        DieboldMarianoResult three = Test(3);
        Assert.True(three.FellBack);
        Assert.Contains("Bartlett", three.ToString());
        double[] d = [.. First.Zip(Second, (a, b) => a * a - b * b)];
        double mean = d.Average();
        double Gamma(int k) => Enumerable.Range(k, d.Length - k).Sum(i => (d[i] - mean) * (d[i - k] - mean)) / d.Length;
        double bartlett = Gamma(0) + 2 * (2 / 3.0 * Gamma(1) + 1 / 3.0 * Gamma(2));
        Assert.Equal(Math.Sqrt((10 + 1 - 6 + 0.6) / 10) * mean / Math.Sqrt(bartlett / 10), three.Statistic, 12);
        double rectangular = Gamma(0) + 2 * (Gamma(1) + Gamma(2));
        Assert.Equal(16.592143, Math.Sqrt((10 + 1 - 6 + 0.6) / 10) * mean / Math.Sqrt(rectangular / 10), 6);
    }

    [Fact]
    public void One_sided_p_values_sum_to_one_and_agree_with_two_sided()
    {
        double[] zero = new double[10];
        double less = DieboldMariano.Test(First, zero, 1, Alternative.Less).PValue;
        double greater = DieboldMariano.Test(First, zero, 1, Alternative.Greater).PValue;
        Assert.Equal(1, less + greater, 12);
        Assert.Equal(2 * Math.Min(less, greater), DieboldMariano.Test(First, zero).PValue, 12);
    }

    [Fact]
    public void Equal_losses_are_no_evidence()
    {
        DieboldMarianoResult same = DieboldMariano.Test(First, First);
        Assert.Equal(0, same.Statistic);
        Assert.Equal(1, same.PValue);
    }

    [Fact]
    public void A_missing_loss_is_named() =>
        Assert.Contains("[1] is NaN", Assert.Throws<ArgumentException>(() => DieboldMariano.Test([1, double.NaN, 2], [1, 2, 3])).Message);

    private static DieboldMarianoResult Test(int horizon) =>
        DieboldMariano.Test(PointLoss.Squared(First, new double[10]), PointLoss.Squared(Second, new double[10]), horizon);
}
