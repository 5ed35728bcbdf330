using Fathom.Data;
using Fathom.Losses;
using Fathom.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks.Labs;

/// <summary>What a net learns: the loss and metric of <c>Fit</c>, and those of a loop written by hand, which takes logits where there are probabilities.</summary>
/// <param name="Loss">For <c>Compile</c>.</param>
/// <param name="Metric">For <c>Compile</c>.</param>
/// <param name="Targets">Draws a target.</param>
/// <param name="Arrange">Makes (samples) what the loop's loss takes.</param>
/// <param name="LoopLoss">The loss of (batch, outputs) and targets.</param>
/// <param name="LoopMetric">The metric's mean over a batch.</param>
internal sealed record LabTask(
    Loss Loss, Metric Metric, Func<Random, float> Targets, Func<Tensor, Tensor> Arrange, Func<Tensor, Tensor, Tensor> LoopLoss, Func<Tensor, Tensor, Tensor> LoopMetric)
{
    /// <summary>One number, mean squared error.</summary>
    public static LabTask Regression { get; } = new(
        Loss.MeanSquaredError, Metric.MeanAbsoluteError, random => random.NextSingle(), y => y.unsqueeze(1),
        (output, y) => nn.functional.mse_loss(output, y), (output, y) => (output - y).abs().mean());

    /// <summary>Yes or no, binary cross-entropy.</summary>
    public static LabTask Binary { get; } = new(
        Loss.BinaryCrossentropy, Metric.Accuracy, random => random.Next(2), y => y.unsqueeze(1),
        (output, y) => nn.functional.binary_cross_entropy_with_logits(output, y), (output, y) => output.gt(0).eq(y.gt(0.5f)).to(float32).mean());

    /// <summary>One of ten classes, cross-entropy.</summary>
    public static LabTask Classes { get; } = new(
        Loss.SparseCategoricalCrossentropy, Metric.Accuracy, random => random.Next(10), y => y.to(int64),
        (output, y) => nn.functional.cross_entropy(output, y), (output, y) => output.argmax(1).eq(y).to(float32).mean());
}
