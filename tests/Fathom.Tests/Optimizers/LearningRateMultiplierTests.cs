using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Optimizers;

public class LearningRateMultiplierTests
{
    [Fact]
    public void Reaches_every_weight_of_a_layer_and_of_the_layers_inside()
    {
        using IDisposable seeds = Seeds.Use(3);
        var backbone = new Sequential { new Dense(4, Activation.Tanh) { LearningRateMultiplier = 0.5 }, new Dense(4) };
        backbone.LearningRateMultiplier = 0.1;
        var model = new Sequential { new Input(3), backbone, new Dense(1) };
        float[][] slowed = OneStep(model, 0.2);
        Assert.Equal([0.05, 0.05, 0.1, 0.1, 1, 1], model.Weights.Select(weight => weight.LearningRateMultiplier));

        // The same gradients with one rate for all.
        using IDisposable again = Seeds.Use(3);
        var plain = new Sequential { new Input(3), new Sequential { new Dense(4, Activation.Tanh), new Dense(4) }, new Dense(1) };
        float[][] steps = OneStep(plain, 0.2);
        double[] expected = [0.05, 0.05, 0.1, 0.1, 1, 1];
        for (int weight = 0; weight < steps.Length; weight++)
            for (int i = 0; i < steps[weight].Length; i++)
                Assert.Equal(expected[weight] * steps[weight][i], slowed[weight][i], 1e-6);
    }

    [Fact]
    public void Paths_name_the_layers_so_that_muon_can_leave_some_out()
    {
        var model = new Sequential { new Input(3), new Dense(4) { Name = "hidden" }, new Dense(2) { Name = "output" } };
        model.Compile(new Muon(0.01) { ExcludeLayers = ["^output/"] }, Loss.MeanSquaredError, device: "cpu");
        model.Fit(new float[4, 3], new float[4, 2], epochs: 1, verbose: Verbosity.Silent);
        Assert.Equal(["hidden/kernel", "hidden/bias", "output/kernel", "output/bias"], model.Weights.Select(weight => weight.Path));
        string[] listed = [.. model.Optimizer.ExportState().Variables.Skip(2).Select(variable => $"{variable.Name} {string.Join("x", variable.Shape)}")];
        Assert.Equal(["momentum 3x4", "momentum 4", "velocity 4", "momentum 4x2", "velocity 4x2", "momentum 2", "velocity 2"], listed);
    }

    [Fact]
    public void Is_positive()
    {
        Assert.Contains("Trainable", Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(1) { LearningRateMultiplier = 0 }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(1) { LearningRateMultiplier = double.NaN });
    }

    /// <summary>By how much one step of gradient descent changes each weight.</summary>
    private static float[][] OneStep(Model model, double rate)
    {
        model.Build([new Shape(3)]);
        float[][] before = [.. model.Weights.Select(weight => weight.ToArray())];
        model.Compile(new SGD(rate), Loss.MeanSquaredError, device: "cpu");
        model.Fit(new float[2, 3] { { 1, 2, 3 }, { -1, 0.5f, 2 } }, new float[] { 1, 5 }, epochs: 1, batchSize: 2, verbose: Verbosity.Silent);
        return [.. model.Weights.Select((weight, i) => weight.ToArray().Zip(before[i], (after, start) => after - start).ToArray())];
    }
}
