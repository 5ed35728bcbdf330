namespace Fathom.Validation.Tests;

public class NumpyRandomTests
{
    [Fact]
    public void Repeats_NumPy()
    {
        double[] z = new NumpyRandom(0).Normals(3);
        Assert.Equal(1.76405235, z[0], 8);
        Assert.Equal(0.40015721, z[1], 8);
        Assert.Equal(0.97873798, z[2], 8);
    }
}
