using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Diagnostics;

public class LossLandscapeTests
{
    private static readonly float[,] X = { { 1, 2 }, { -1, 0.5f }, { 3, -2 }, { 0.25f, 1 } };
    private static readonly float[,] Y = { { 1, 0 }, { 2, -1 }, { 0.5f, 3 }, { -2, 1 } };

    private static Sequential LeastSquares()
    {
        var model = new Sequential { new Input(2), new Dense(2) { Name = "linear" } };
        model.SetWeights([[0.5f, -1, 2, 0.25f], [0.1f, -0.2f]]);
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        return model;
    }

    // Least squares: the loss at any weights is a closed form.
    [Fact]
    public void The_landscape_of_least_squares_is_its_quadratic()
    {
        Sequential model = LeastSquares();
        float[][] before = model.GetWeights();
        var landscape = LossLandscape.Compute(model, Dataset.From(X, Y), points: 7, range: 0.8, seed: 3);
        Assert.Equal(7, landscape.Coordinates.Count);
        Assert.Equal(-0.8, landscape.Coordinates[0], 1e-15);
        for (int i = 0; i < 7; i++)
            for (int j = 0; j < 7; j++)
            {
                double expected = 0;
                for (int row = 0; row < 4; row++)
                    for (int unit = 0; unit < 2; unit++)
                    {
                        double output = before[1][unit];
                        for (int input = 0; input < 2; input++)
                            output += X[row, input] * (before[0][(2 * input) + unit] + landscape.Coordinates[i] * landscape.First[0][(2 * input) + unit] + landscape.Coordinates[j] * landscape.Second[0][(2 * input) + unit]);
                        expected += (output - Y[row, unit]) * (output - Y[row, unit]) / 8;
                    }
                Assert.Equal(expected, landscape.Losses[i, j], expected * 1e-6);
            }
        Assert.Equal(landscape.Losses[3, 3], landscape.Center);
        Assert.Equal(model.Evaluate(X, Y)["loss"], landscape.Center);
    }

    [Fact]
    public void Filters_of_a_direction_are_as_long_as_the_weights()
    {
        Sequential model = LeastSquares();
        var landscape = LossLandscape.Compute(model, Dataset.From(X, Y), points: 3);
        foreach (float[] direction in (float[][])[landscape.First[0], landscape.Second[0]])
        {
            Assert.Equal(Math.Sqrt((0.5 * 0.5) + (2 * 2)), Math.Sqrt((direction[0] * direction[0]) + (direction[2] * direction[2])), 1e-6);
            Assert.Equal(Math.Sqrt((1 * 1) + (0.25 * 0.25)), Math.Sqrt((direction[1] * direction[1]) + (direction[3] * direction[3])), 1e-6);
        }
        Assert.All(landscape.First[1], value => Assert.Equal(0, value));
        Assert.NotEqual(landscape.First[0], landscape.Second[0]);
    }

    [Fact]
    public void Weights_are_restored_bit_for_bit_even_when_cancelled()
    {
        var model = new Sequential { new Input(2), new Dense(5, Activation.Tanh), new LayerNormalization(), new Dense(2) };
        model.Compile(new Adam(0.01), Loss.MeanSquaredError);
        model.Fit(X, Y, epochs: 3, verbose: Verbosity.Silent);
        float[][] before = model.GetWeights();
        _ = LossLandscape.Compute(model, Dataset.From(X, Y), points: 3, seed: 1);
        Assert.Equal(before, model.GetWeights());
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => LossLandscape.Compute(model, Dataset.From(X, Y), 5, progress: new Report(share => { if (share > 0.3) stop.Cancel(); }), cancellation: stop.Token));
        Assert.Equal(before, model.GetWeights());
    }

    [Fact]
    public void The_same_seed_gives_the_same_landscape()
    {
        Sequential model = LeastSquares();
        Assert.Equal(LossLandscape.Compute(model, Dataset.From(X, Y), 3, seed: 5).Losses, LossLandscape.Compute(model, Dataset.From(X, Y), 3, seed: 5).Losses);
        Assert.NotEqual(LossLandscape.Compute(model, Dataset.From(X, Y), 3, seed: 5).Losses, LossLandscape.Compute(model, Dataset.From(X, Y), 3, seed: 6).Losses);
    }

    [Theory]
    [InlineData(4, 1.0, "odd")]
    [InlineData(1, 1.0, "odd")]
    [InlineData(5, 0.0, "positive")]
    public void Numbers_out_of_range_are_explained(int points, double range, string hint) =>
        Assert.Contains(hint, Assert.Throws<ArgumentOutOfRangeException>(() => LossLandscape.Compute(LeastSquares(), Dataset.From(X, Y), points, range)).Message, StringComparison.Ordinal);

    private sealed class Report(Action<double> action) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => action(value);
    }
}
