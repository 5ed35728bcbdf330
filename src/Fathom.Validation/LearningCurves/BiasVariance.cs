using System.Globalization;

namespace Fathom.Validation;

/// <summary>
/// Squared error on a test set taken apart over models trained on different draws of the data (Geman, Bienenstock and Doursat 1992): the error of the mean model and the
/// scatter of the models about it. Noise of the outcomes counts as bias, since nobody can tell them apart on data.
/// </summary>
/// <param name="ExpectedLoss">Mean squared error over models and observations: the sum of the other two.</param>
/// <param name="BiasSquared">Mean squared difference between the mean prediction and the outcome, noise included.</param>
/// <param name="Variance">Mean squared difference between a prediction and the mean prediction.</param>
public readonly record struct BiasVariance(double ExpectedLoss, double BiasSquared, double Variance)
{
    /// <summary>Takes predictions apart.</summary>
    /// <param name="predictions">Per model, such as one per bootstrap resample of the training set, a prediction for every test observation; at least two models.</param>
    /// <param name="actual">Outcomes of the test observations.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, lengths differ or are zero, or a value is not finite.</exception>
    public static BiasVariance Decompose(IReadOnlyList<double[]> predictions, ReadOnlySpan<double> actual)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count < 2)
            throw new ArgumentException($"There are predictions of {predictions.Count} model(s): variance shows between at least two.", nameof(predictions));
        SpanMath.CheckFinite(actual);
        SpanMath.CheckLength(actual, 1);
        double loss = 0;
        var mean = new double[actual.Length];
        for (int k = 0; k < predictions.Count; k++)
        {
            double[] prediction = predictions[k];
            if (prediction.Length != actual.Length)
                throw new ArgumentException($"Model {k} has {prediction.Length} predictions for {actual.Length} outcomes: give one of each.", nameof(predictions));
            SpanMath.CheckFinite(prediction, $"predictions[{k}]");
            loss += ForecastMetrics.MeanSquaredError(actual, prediction) / predictions.Count;
            for (int i = 0; i < mean.Length; i++)
                mean[i] += prediction[i] / predictions.Count;
        }

        double variance = 0;
        foreach (double[] prediction in predictions)
            variance += ForecastMetrics.MeanSquaredError(mean, prediction) / predictions.Count;
        return new BiasVariance(loss, ForecastMetrics.MeanSquaredError(actual, mean), variance);
    }

    /// <summary>The parts in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Squared error {ExpectedLoss:G4} = bias² (with noise) {BiasSquared:G4} + variance {Variance:G4}");
}
