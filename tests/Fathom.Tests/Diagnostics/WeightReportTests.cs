using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Diagnostics;

public class WeightReportTests
{
    // Of the values 3, 0, 0, -1 the mean is 1/2, the mean square 10/4 and so the variance 9/4.
    [Fact]
    public void Statistics_are_those_of_the_values()
    {
        var model = new Sequential { new Input(2), new Dense(2) { Name = "linear", UseBias = false } };
        model.SetWeights([[3, 0, 0, -1]]);
        WeightStatistics weight = Assert.Single(WeightReport.Of(model).Weights);
        Assert.Equal(("linear/kernel", 4L, true), (weight.Name, weight.Count, weight.IsTrainable));
        Assert.Equal([2, 2], weight.Shape);
        Assert.Equal((0.5, 1.5, -1.0, 3.0, 0.5), (weight.Mean, weight.Deviation, weight.Minimum, weight.Maximum, weight.Zeros));
        Assert.Equal(Math.Sqrt(10), weight.Norm, 1e-12);
        Assert.Null(weight.GradientNorm);
    }

    // loss = (w x − y)² has the gradient 2 x (w x − y): for w = 1, x = (3, 4), y = 1 this is 2 · 6 · (3, 4), of norm 60.
    [Fact]
    public void The_gradient_is_that_of_the_last_step()
    {
        var model = new Sequential { new Input(2), new Dense(1) { UseBias = false } };
        model.SetWeights([[1, 1]]);
        model.Compile(new SGD(1e-3), Loss.MeanSquaredError);
        model.Fit(new float[,] { { 3, 4 } }, new float[,] { { 1 } }, verbose: Verbosity.Silent);
        Assert.Equal(60, WeightReport.Of(model).Weights[0].GradientNorm!.Value, 1e-4);
    }

    [Fact]
    public void Inner_layers_and_frozen_weights_are_named()
    {
        SymbolicTensor inside = Input.Tensor(2);
        var encoder = new Model(inside, new Dense(2).Apply(inside), "encoder") { Trainable = false };
        SymbolicTensor outside = Input.Tensor(2);
        var model = new Model(outside, new Dense(1) { Name = "head" }.Apply(encoder.Apply(outside)));
        var report = WeightReport.Of(model);
        Assert.Equal(["encoder/dense/kernel", "encoder/dense/bias", "head/kernel", "head/bias"], report.Weights.Select(weight => weight.Name));
        Assert.Equal([false, false, true, true], report.Weights.Select(weight => weight.IsTrainable));
        Assert.Contains("encoder/dense/kernel (frozen)", report.ToString(), StringComparison.Ordinal);
    }
}
