namespace Fathom.Tabular;

/// <summary>Learns a class from rows of numbers.</summary>
public interface IClassifier
{
    /// <summary>Learns; what was learned before is replaced.</summary>
    /// <param name="features">Shape (rows, features), finite.</param>
    /// <param name="classes">One class per row, numbered 0, 1, 2, …</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, a value is not finite, or a class is negative.</exception>
    void Fit(double[,] features, int[] classes);

    /// <summary>Predicts the most probable class of each row.</summary>
    /// <param name="features">Shape (rows, features), the features of the fit.</param>
    /// <returns>One class per row.</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    int[] Predict(double[,] features);

    /// <summary>Predicts how probable each class is.</summary>
    /// <param name="features">Shape (rows, features), the features of the fit.</param>
    /// <returns>Shape (rows, classes); every row sums to 1.</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    double[,] PredictProbability(double[,] features);
}
