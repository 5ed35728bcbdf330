using Fathom.Models;

namespace Fathom.Tabular;

/// <summary>A net as an estimator of a <see cref="RegressionPipeline"/>: rows in, one number out.</summary>
/// <example><code>
/// var net = new NeuralRegressor(features =>
/// {
///     var model = new Sequential { new Input(features), new Dense(16, Activation.Relu), new Dense(1) };
///     model.Compile(new Adam(0.01), Loss.Huber);
///     return model;
/// }) { Epochs = 30 };
/// </code></example>
public sealed class NeuralRegressor : IRegressor
{
    private readonly NetTraining _training;

    /// <summary>Chooses the net.</summary>
    /// <param name="build">Makes a compiled net for a number of features; called in every fit, so that it begins with new weights. <see cref="Seeds"/> makes them repeatable.</param>
    public NeuralRegressor(Func<int, Model> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _training = new NetTraining(build);
    }

    internal NeuralRegressor(Model fitted) => _training = new NetTraining(fitted);

    /// <summary>How many times a fit goes through the rows. Default 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Epochs
    {
        get => _training.Epochs;
        init => _training.Epochs = value;
    }

    /// <summary>Rows per step. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize
    {
        get => _training.BatchSize;
        init => _training.BatchSize = value;
    }

    /// <summary>The fitted net.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public Model Model => _training.Fitted;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The net came from a file, which holds no code that builds another.</exception>
    public void Fit(double[,] features, double[] targets)
    {
        Matrices.CheckFinite(features);
        Matrices.CheckTargets(features, targets);
        _training.Fit(features, targets);
    }

    /// <inheritdoc />
    public double[] Predict(double[,] features)
    {
        float[,] outputs = _training.Predict(features);
        if (outputs.GetLength(1) != 1)
            throw new InvalidOperationException($"The net '{Model.Name}' gives {outputs.GetLength(1)} numbers per row, and a regressor one. End it with a layer of one unit.");
        double[] predictions = new double[outputs.GetLength(0)];
        for (int row = 0; row < predictions.Length; row++) predictions[row] = outputs[row, 0];
        return predictions;
    }
}
