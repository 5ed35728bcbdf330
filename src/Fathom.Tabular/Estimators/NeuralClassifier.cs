using Fathom.Models;

namespace Fathom.Tabular;

/// <summary>
/// A net as an estimator of a <see cref="ClassificationPipeline"/>: rows in, probabilities out. One output, trained on binary cross-entropy, is the probability of
/// class 1; several, trained on sparse categorical cross-entropy, are those of the classes in order.
/// </summary>
/// <example><code>
/// var net = new NeuralClassifier(features =>
/// {
///     var model = new Sequential { new Input(features), new Dense(16, Activation.Relu), new Dense(1, Activation.Sigmoid) };
///     model.Compile(new Adam(0.01), Loss.BinaryCrossentropy);
///     return model;
/// }) { Epochs = 30 };
/// </code></example>
public sealed class NeuralClassifier : IClassifier
{
    private readonly NetTraining _training;

    /// <summary>Chooses the net.</summary>
    /// <param name="build">Makes a compiled net for a number of features; called in every fit, so that it begins with new weights. <see cref="Seeds"/> makes them repeatable.</param>
    public NeuralClassifier(Func<int, Model> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _training = new NetTraining(build);
    }

    internal NeuralClassifier(Model fitted) => _training = new NetTraining(fitted);

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
    public void Fit(double[,] features, int[] classes)
    {
        Matrices.CheckFinite(features);
        Matrices.CheckClasses(features, classes);
        _training.Fit(features, classes);
    }

    /// <inheritdoc />
    public int[] Predict(double[,] features)
    {
        double[,] probabilities = PredictProbability(features);
        int[] classes = new int[probabilities.GetLength(0)];
        for (int row = 0; row < classes.Length; row++)
            for (int column = 1; column < probabilities.GetLength(1); column++)
                if (probabilities[row, column] > probabilities[row, classes[row]]) classes[row] = column;
        return classes;
    }

    /// <inheritdoc />
    public double[,] PredictProbability(double[,] features)
    {
        float[,] outputs = _training.Predict(features);
        if (outputs.GetLength(1) > 1) return Matrices.Widen(outputs);
        double[,] both = new double[outputs.GetLength(0), 2];
        for (int row = 0; row < both.GetLength(0); row++) (both[row, 0], both[row, 1]) = (1 - (double)outputs[row, 0], outputs[row, 0]);
        return both;
    }
}
