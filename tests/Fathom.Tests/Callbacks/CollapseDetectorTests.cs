using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Callbacks;

public class CollapseDetectorTests
{
    // Ten classes of noisy pictures of 8 x 8, as pictures of clothes are: bright where the class says, values from 0 to 1.
    private static (float[,] X, int[] Y) Pictures()
    {
        var random = new Random(5);
        float[,] pattern = new float[10, 64], x = new float[400, 64];
        for (int c = 0; c < 10; c++)
            for (int j = 0; j < 64; j++) pattern[c, j] = random.NextSingle();
        int[] y = new int[400];
        for (int i = 0; i < 400; i++)
        {
            y[i] = random.Next(10);
            for (int j = 0; j < 64; j++) x[i, j] = 0.7f * pattern[y[i], j] + 0.3f * random.NextSingle();
        }
        return (x, y);
    }

    private static CollapseDetector Train(Model model, Optimizer optimizer, out string text, int epochs = 3)
    {
        (float[,] x, int[] y) = Pictures();
        model.Compile(optimizer, Loss.SparseCategoricalCrossentropy, [Metric.Accuracy]);
        using var output = new StringWriter();
        var detector = new CollapseDetector { Output = output };
        model.Fit(x, y, epochs: epochs, verbose: Verbosity.Silent, callbacks: [detector]);
        text = output.ToString();
        return detector;
    }

    private static Sequential Relus() => new() { new Input(64), new Dense(64, Activation.Relu), new Dense(32, Activation.Relu), new Dense(10, Activation.Softmax) };

    [Fact]
    public void A_huge_learning_rate_kills_rectifiers_and_is_told_of()
    {
        using IDisposable seeds = Seeds.Use(2);
        CollapseDetector detector = Train(Relus(), new SGD(20), out string text, epochs: 4);
        CollapseFinding dead = Assert.Single(detector.Findings, finding => finding.Kind == CollapseKind.DeadUnits && finding.Layer == "dense_1");
        Assert.Contains("Lower the learning rate", dead.Message);
        Assert.Contains(detector.Findings, finding => finding.Kind == CollapseKind.ConstantPredictions);
        Assert.Contains(detector.Findings, finding => finding.Kind == CollapseKind.VanishedGradients);
        Assert.Contains("gives the same prediction for every sample", text);
    }

    [Fact]
    public void A_healthy_net_is_not_accused()
    {
        using IDisposable seeds = Seeds.Use(2);
        Assert.Empty(Train(Relus(), new Adam(0.003), out string text, epochs: 12).Findings);
        Assert.Equal("", text);
        var convolutional = new Sequential { new Input(64), new Reshape(8, 8, 1), new Conv2D(8, 3, Activation.Relu), new Flatten(), new Dropout(0.5f), new Dense(10, Activation.Softmax) };
        Assert.Empty(Train(convolutional, new Adam(0.01), out _, epochs: 5).Findings);
    }

    [Fact]
    public void Gradients_that_vanish_in_a_deep_stack_are_told_of()
    {
        using IDisposable seeds = Seeds.Use(2);
        var deep = new Sequential { new Input(64) };
        for (int i = 0; i < 30; i++) deep.Add(new Dense(16, Activation.Sigmoid));
        deep.Add(new Dense(10, Activation.Softmax));
        CollapseDetector detector = Train(deep, new SGD(0.01), out _);
        Assert.Contains(detector.Findings, finding => finding.Kind == CollapseKind.VanishedGradients && finding.Layer == "dense");
        Assert.DoesNotContain(detector.Findings, finding => finding.Layer == "dense_30");
    }
}
