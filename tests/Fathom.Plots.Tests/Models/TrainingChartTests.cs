using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Plots.Drawing;
using Fathom.Plots.Tests.Support;
using Fathom.Training;

namespace Fathom.Plots.Tests.Models;

public class TrainingChartTests
{
    private static History Made(params (double Loss, double? Held)[] epochs)
    {
        var history = new History();
        for (int epoch = 0; epoch < epochs.Length; epoch++)
        {
            var logs = new List<KeyValuePair<string, double>> { new("loss", epochs[epoch].Loss), new("accuracy", 0.5) };
            if (epochs[epoch].Held is double held) logs.Add(new("val_loss", held));
            ((ITrainingReader)history).Receive(new TrainingEvent.EpochEnded(epoch, new Scores(logs), TimeSpan.FromSeconds(1)));
        }
        return history;
    }

    [Fact]
    public void A_history_says_when_it_was_best()
    {
        string[] words = new Picture(HistoryChart.ToSvg(Made((3, 3), (2, 1.5), (1, 2)))).Words;
        Assert.Equal("Validation loss is least in epoch 2 of 3: 1.500, 2.000 at the end", words[0]);
        Assert.Contains("loss: 2.000 in training, 1.500 in validation", words);
        Assert.Contains("accuracy: 0.5000", words);
        Assert.Equal(2, words.Count(word => word == "epoch"));
    }

    [Fact]
    public void A_history_without_validation_or_of_one_epoch_is_drawn_too()
    {
        Assert.Equal("Training loss is least in epoch 3 of 3: 1.000", new Picture(HistoryChart.ToSvg(Made((3, null), (2, null), (1, null)))).Words[0]);
        Assert.Equal("Training loss is least in epoch 1 of 1: 3.000", new Picture(HistoryChart.ToSvg(Made((3, null)))).Words[0]);
        Assert.Equal("Training loss is never a number", new Picture(HistoryChart.ToSvg(Made((double.NaN, null), (double.NaN, null)))).Words[0]);
        Assert.Throws<ArgumentException>(() => HistoryChart.ToSvg(new History()));
    }

    [Fact]
    public void A_learning_rate_is_named_and_divergence_cut_off()
    {
        string[] words = new Picture(LearningRateChart.ToSvg(new LearningRateSearch([1e-4, 1e-3, 1e-2, 1e-1, 1], [2, 1.5, 1, 50, double.NaN], 0.002))).Words;
        Assert.Equal("Train with a learning rate of 0.002", words[0]);
        string note = string.Join(' ', words);
        Assert.Contains("it is least at 0.01.", note, StringComparison.Ordinal);
        Assert.Contains("The curve ends where training diverges, at 0.01.", note, StringComparison.Ordinal);
        Assert.Contains("1e−4", words);
        Assert.Throws<ArgumentException>(() => LearningRateChart.ToSvg(new LearningRateSearch([1, 2], [1], 1)));
        Assert.Throws<ArgumentException>(() => LearningRateChart.ToSvg(new LearningRateSearch([0, 2], [1, 1], 1)));
    }

    // Lines of equal height of x² + y² are circles; a chord of a cell is off the circle by at most step² / 4 r.
    [Fact]
    public void Contours_of_a_bowl_are_circles()
    {
        double[] axis = [.. Enumerable.Range(-20, 41).Select(i => i / 10.0)];
        double[,] bowl = new double[41, 41];
        for (int i = 0; i < 41; i++)
            for (int j = 0; j < 41; j++) bowl[i, j] = (axis[i] * axis[i]) + (axis[j] * axis[j]);
        (double X1, double Y1, double X2, double Y2)[] pieces = [.. Contour.Line(axis, axis, bowl, 1.3)];
        double radius = Math.Sqrt(1.3);
        Assert.All(pieces, piece => Assert.InRange(Math.Sqrt((piece.X1 * piece.X1) + (piece.Y1 * piece.Y1)), radius - (0.01 / (4 * radius)), radius + 1e-12));
        Assert.Equal(2 * Math.PI * radius, pieces.Sum(piece => Math.Sqrt(Math.Pow(piece.X1 - piece.X2, 2) + Math.Pow(piece.Y1 - piece.Y2, 2))), 0.02);
        bowl[20, 29] = double.NaN;
        Assert.True(Contour.Line(axis, axis, bowl, 0.85).Count() < pieces.Length);
    }

    // Opposite corners high, the middle low: the line cuts the high corners off, each by a piece of its own.
    [Fact]
    public void A_saddle_is_cut_by_its_middle()
    {
        (double X1, double Y1, double X2, double Y2)[] pieces = [.. Contour.Line([0, 1], [0, 1], new double[,] { { 1, 0 }, { 0, 1 } }, 0.75)];
        Assert.Equal(2, pieces.Length);
        Assert.All(pieces, piece => Assert.True((piece.X1 < 0.5) == (piece.X2 < 0.5) && (piece.Y1 < 0.5) == (piece.Y2 < 0.5)));
    }

    [Fact]
    public void A_landscape_says_whether_the_model_is_its_lowest_point()
    {
        double[] axis = [-1, 0, 1];
        string Title(double corner) => new Picture(LossLandscapeChart.ToSvg(new LossLandscape(axis, new[,] { { 9, 8, 9 }, { 8, 1, 8 }, { 9, 8, corner } }, [], []))).Words[0];
        Assert.Equal("The model is the lowest point of this plane, loss 1.000", Title(9));
        Assert.Equal("The loss falls from 1.000 to 0.5000 at (1.00, 1.00) on this plane", Title(0.5));
    }

    [Fact]
    public void Activations_tell_their_zeros_and_weights_their_spread()
    {
        var model = new Sequential("net") { new Input(1), new Dense(2, Activation.Relu) { Name = "hidden" }, new Dense(1) { Name = "out" } };
        model.SetWeights([[1, -1], [0, 0], [1, 1], [0.5f]]);
        string[] words = new Picture(ActivationChart.ToSvg(model, new float[,] { { 1 }, { 2 }, { -3 } })).Words;
        Assert.Equal("The activations of net: hidden gives the most zeros, 50.0 %", words[0]);
        Assert.Contains("out, 0.0 % zeros", words);
        words = new Picture(WeightChart.ToSvg(model)).Words;
        Assert.Equal("The weights of net: hidden/kernel is spread most widely, deviation 1.000", words[0]);
        Assert.Contains("out/bias (1)", words);
    }
}
