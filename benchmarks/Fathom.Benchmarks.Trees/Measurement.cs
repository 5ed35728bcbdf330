namespace Fathom.Benchmarks.Trees;

/// <summary>One engine's run on one workload.</summary>
/// <param name="Preparation">CPU seconds until the first round is done: bins and the like.</param>
/// <param name="Training">CPU seconds of the other rounds.</param>
/// <param name="Wall">Seconds by the clock of the other rounds.</param>
/// <param name="Prediction">CPU seconds to predict the test rows, data taken over included.</param>
/// <param name="PredictionWall">Seconds by the clock of that.</param>
/// <param name="Auc">The area under the ROC curve on the test rows; NaN for numeric targets.</param>
/// <param name="Loss">The log loss on the test rows, or the mean squared error.</param>
internal sealed record Measurement(double Preparation, double Training, double Wall, double Prediction, double PredictionWall, double Auc, double Loss)
{
    internal static Measurement Take(IEngine engine, DataSet data, int rounds, int seed, int threads)
    {
        GC.Collect();
        var whole = CpuClock.Start();
        engine.Prepare(data, seed, threads);
        CpuClock rest = default;
        double preparation = 0;
        engine.Train(rounds, () =>
        {
            preparation = whole.Cpu;
            rest = CpuClock.Start();
        });
        (double training, double wall) = (rest.Cpu, rest.Wall);
        engine.Predict(data.Test);
        var clock = CpuClock.Start();
        double[] predictions = engine.Predict(data.Test);
        (double prediction, double predictionWall) = (clock.Cpu, clock.Wall);
        return data.IsClassification
            ? new(preparation, training, wall, prediction, predictionWall, Quality.Auc(data.Test.Labels, predictions), Quality.LogLoss(data.Test.Labels, predictions))
            : new(preparation, training, wall, prediction, predictionWall, double.NaN, Quality.MeanSquaredError(data.Test.Labels, predictions));
    }
}
