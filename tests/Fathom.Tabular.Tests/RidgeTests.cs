namespace Fathom.Tabular.Tests;

public class RidgeTests
{
    private readonly RidgeFixture _fixture = RidgeFixture.Load();

    [Fact]
    public void Coefficients_and_predictions_are_those_of_scikit_learn()
    {
        StandardScaler scaler = new StandardScaler().Fit(_fixture.Train);
        foreach ((double penalty, double[] coefficients, double intercept, double[] predictions) in _fixture.Cases)
        {
            var ridge = new Ridge(penalty);
            ridge.Fit(scaler.Transform(_fixture.Train), _fixture.TrainTargets);
            AssertClose(coefficients, [.. ridge.Coefficients]);
            AssertClose([intercept], [ridge.Intercept]);
            AssertClose(predictions, ridge.Predict(scaler.Transform(_fixture.Test)));
        }
    }

    [Fact]
    public void The_scaler_is_that_of_scikit_learn()
    {
        StandardScaler scaler = new StandardScaler().Fit(_fixture.Train);
        AssertClose(_fixture.Mean, [.. scaler.Mean]);
        AssertClose(_fixture.Scale, [.. scaler.Scale]);
    }

    [Fact]
    public void A_constant_feature_is_centred_and_gets_no_weight()
    {
        double[,] x = { { 0.1, 1 }, { 0.1, 2 }, { 0.1, 4 } };
        StandardScaler scaler = new StandardScaler().Fit(x);
        Assert.Equal(1, scaler.Scale[0]);
        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(0, scaler.Transform(x)[row, 0], 1e-15));
        var ridge = new Ridge(0);
        ridge.Fit(scaler.Transform(x), [3, 5, 9]);
        Assert.Equal(0, ridge.Coefficients[0], 1e-12);
        AssertClose([3, 5, 9], ridge.Predict(scaler.Transform(x)));
    }

    [Fact]
    public void Dependent_features_need_a_penalty()
    {
        double[,] x = { { 1, 2 }, { 2, 4 }, { 3, 6 }, { 5, 10 } };
        Assert.Contains("penalty", Assert.Throws<ArgumentException>(() => new Ridge(0).Fit(x, [1, 2, 3, 4])).Message, StringComparison.Ordinal);
        new Ridge(0.1).Fit(x, [1, 2, 3, 4]);
    }

    [Fact]
    public void Misuse_is_named()
    {
        double[,] x = { { 1 }, { 2 } };
        Assert.Throws<InvalidOperationException>(() => new Ridge(1).Predict(x));
        Assert.Throws<InvalidOperationException>(() => new StandardScaler().Transform(x));
        Assert.Throws<ArgumentException>(() => new Ridge(1).Fit(x, [1]));
        Assert.Throws<ArgumentException>(() => new Ridge(1).Fit(new double[,] { { 1 }, { double.NaN } }, [1, 2]));
        Assert.Throws<ArgumentException>(() => new Ridge(1).Fit(x, [1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ridge(-1));
        var ridge = new Ridge(1);
        ridge.Fit(x, [1, 2]);
        Assert.Throws<ArgumentException>(() => ridge.Predict(new double[,] { { 1, 2 } }));
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }
}
