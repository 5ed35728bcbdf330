using Fathom.Models;
using Fathom.Tabular;

namespace Fathom.Forecasting;

/// <summary>
/// A small net on windows of the task's steps, each column standardised on the rows the fold's fit may see, the target in units of its own deviation. Adam on
/// the Huber loss, stopped by the fold's validation slice.
/// </summary>
public sealed class NeuralForecaster : Forecaster
{
    private readonly Func<int, int, Model> _build;

    private readonly string _device;

    private NeuralForecaster(string name, Func<int, int, Model> build, string device)
    {
        Name = name;
        _build = build;
        _device = device;
    }

    /// <summary>One hidden layer on the flattened window.</summary>
    /// <param name="device">Where to train; see <see cref="Devices"/>.</param>
    public static NeuralForecaster Dense(string device = "cpu") => new("dense", Networks.Dense, device);

    /// <summary>Two causal convolutions.</summary>
    /// <param name="device">Where to train; see <see cref="Devices"/>.</param>
    public static NeuralForecaster Conv1D(string device = "cpu") => new("conv1d", Networks.Conv1D, device);

    /// <summary>A long short-term memory of 16 units.</summary>
    /// <param name="device">Where to train; see <see cref="Devices"/>.</param>
    public static NeuralForecaster Lstm(string device = "cpu") => new("lstm", Networks.Lstm, device);

    /// <summary>A gated recurrent unit of 16 units.</summary>
    /// <param name="device">Where to train; see <see cref="Devices"/>.</param>
    public static NeuralForecaster Gru(string device = "cpu") => new("gru", Networks.Gru, device);

    /// <summary>Linear maps of trend and remainder (Zeng et al. 2023).</summary>
    /// <param name="device">Where to train; see <see cref="Devices"/>.</param>
    public static NeuralForecaster DLinear(string device = "cpu") => new("dlinear", Networks.DLinear, device);

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override ForecasterFamily Family => ForecasterFamily.Neural;

    /// <inheritdoc />
    public override bool IsStochastic => true;

    /// <inheritdoc />
    public override FittedForecaster Fit(ForecastProblem problem, TrainingFold fold, int seed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(fold);
        // Fits run side by side; threads of their own would only get into each other's way.
        Devices.Threads = 1;
        int[] training = problem.RowsOf(fold.Fit), validation = problem.RowsOf(fold.Validation);
        float[,] sequence = Standardise(problem, training);
        double[] scaled = ForecastProblem.Pick(problem.ScaledTargets, fold.Fit);
        double mean = scaled.Average(), deviation = Math.Sqrt(scaled.Sum(value => (value - mean) * (value - mean)) / scaled.Length);
        deviation = deviation > 0 ? deviation : 1;
        // Only the fold's own labels are set: the net has no way to see another target.
        float[] targets = new float[sequence.GetLength(0)];
        foreach (int sample in fold.Fit.Concat(fold.Validation)) targets[problem.Origins[sample]] = (float)((problem.ScaledTargets[sample] - mean) / deviation);
        TrainedNetwork network = TrainedNetwork.Train(
            _build, sequence, targets, problem.Task.SequenceLength, training, validation, new NetworkRecipe(Loss.Huber) { Device = _device }, seed, cancellation);
        return new Fitted(network, mean, deviation, problem, fold);
    }

    private static float[,] Standardise(ForecastProblem problem, int[] training)
    {
        int rows = problem.Series.Times.Length;
        StandardScaler scaler = new StandardScaler().Fit(problem.Steps.Rows(training));
        double[,] all = scaler.Transform(problem.Steps.Rows([.. Enumerable.Range(0, rows)]));
        float[,] sequence = new float[rows, all.GetLength(1)];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < sequence.GetLength(1); column++)
                // Rows before the first window may lack history; no window reads them.
                sequence[row, column] = double.IsFinite(all[row, column]) ? (float)all[row, column] : 0;
        return sequence;
    }

    private sealed class Fitted : FittedForecaster
    {
        private readonly TrainedNetwork _network;
        private readonly double _mean, _deviation;
        private readonly ScaleFit _fit;

        public Fitted(TrainedNetwork network, double mean, double deviation, ForecastProblem problem, TrainingFold fold)
        {
            (_network, _mean, _deviation) = (network, mean, deviation);
            // As for boosting: the validation slice's errors are honest, those of the fit are too small.
            _fit = TrainedScale.Measure(problem, fold.Train, fold.Validation, Output(problem, fold.Validation), parameters: 0);
        }

        public override long? Parameters => _network.ParameterCount;

        public override (double[] Training, double[] Validation, int BestEpoch)? Curve
        {
            get
            {
                IReadOnlyList<double> validation = _network.History["val_loss"];
                return ([.. _network.History["loss"]], [.. validation], 1 + Enumerable.Range(0, validation.Count).MinBy(epoch => validation[epoch]));
            }
        }

        public override double[] Predict(ForecastProblem problem, int[] samples) => TrainedScale.Back(problem, samples, Output(problem, samples), _fit);

        private double[] Output(ForecastProblem problem, int[] samples) =>
            Array.ConvertAll(_network.Predict(problem.RowsOf(samples)), value => _mean + _deviation * value);
    }
}
