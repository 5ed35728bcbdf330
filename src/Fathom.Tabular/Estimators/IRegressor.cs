namespace Fathom.Tabular;

/// <summary>Learns a number from rows of numbers.</summary>
public interface IRegressor
{
    /// <summary>Learns; what was learned before is replaced.</summary>
    /// <param name="features">Shape (rows, features), finite.</param>
    /// <param name="targets">One finite number per row.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, there are none, or a value is not finite.</exception>
    void Fit(double[,] features, double[] targets);

    /// <summary>Predicts the target of each row.</summary>
    /// <param name="features">Shape (rows, features), the features of the fit.</param>
    /// <returns>One number per row.</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    double[] Predict(double[,] features);
}
