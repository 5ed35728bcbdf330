using Fathom.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>A figure made of variances, covariance and difference of means of targets and predictions, over all samples, per output.</summary>
/// <param name="who">The metric, for messages.</param>
/// <param name="figure">From the variances of targets and predictions, their covariance and the difference of their means.</param>
internal sealed class CorrelationState(string who, CorrelationState.Figure figure) : MetricState
{
    // Per output: Σw, Σwt, Σwp, Σwt², Σwp², Σwtp.
    private readonly RunningTensor _sums = new();

    /// <summary>The figures of outputs or samples.</summary>
    public delegate Tensor Figure(Tensor targets, Tensor predictions, Tensor covariance, Tensor difference);

    /// <summary>Accepts an axis.</summary>
    public static int Axis(int value) => value is 0 or -1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A correlation goes along the values of a sample (−1) or along the samples (0).");

    /// <summary>Over all samples, or within each and then averaged.</summary>
    public static MetricState Start(string who, int axis, Figure figure) => axis == 0
        ? new CorrelationState(who, figure)
        : new MeanMetricState((target, prediction) =>
        {
            Tensor truth = TargetAlignment.Align(target, prediction, who).to(float64);
            prediction = prediction.to(float64);
            return Of(figure, Mean(truth), Mean(prediction), Mean(truth.square()), Mean(prediction.square()), Mean(truth * prediction));
        });

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor truth = TargetAlignment.Align(target, prediction, who).to(float64), guess = prediction.to(float64), weights = SampleWeights.Of(sampleWeight, truth);
        Tensor moments = stack([weights, weights * truth, weights * guess, weights * truth * truth, weights * guess * guess, weights * truth * guess]);
        _sums.Add(moments.reshape(6, -1, truth.ndim < 2 ? 1 : truth.shape[^1]).sum(1L));
    }

    public override double Result()
    {
        if (_sums.Read() is not { Length: > 0 } sums) return double.NaN;
        using var scope = NewDisposeScope();
        Tensor moments = tensor(sums, [6, sums.Length / 6]);
        moments = moments.narrow(0, 1, 5) / moments.narrow(0, 0, 1);
        return Of(figure, moments[0], moments[1], moments[2], moments[3], moments[4]).mean().ToDouble();
    }

    public override void Reset() => _sums.Reset();

    private static Tensor Mean(Tensor values) => values.mean([-1L]);

    private static Tensor Of(Figure figure, Tensor target, Tensor prediction, Tensor targetSquare, Tensor predictionSquare, Tensor product) => figure(
        targetSquare - target.square(), predictionSquare - prediction.square(), product - target * prediction, target - prediction);
}
