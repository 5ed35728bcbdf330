namespace Fathom.Validation.Tests;

/// <summary>Losses from NumPy's RandomState(0): the benchmark z², then five models z² + {0, −.05, .1, .3, −.2}, 500 each.</summary>
internal static class SpaFixture
{
    public static (double[] Benchmark, double[][] Models) Losses()
    {
        var random = new NumpyRandom(0);
        double[] Squares(double shift) => [.. random.Normals(500).Select(z => z * z + shift)];
        double[] benchmark = Squares(0);
        return (benchmark, [Squares(0), Squares(-.05), Squares(.1), Squares(.3), Squares(-.2)]);
    }
}
