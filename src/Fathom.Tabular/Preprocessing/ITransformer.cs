namespace Fathom.Tabular;

/// <summary>Learns from training rows how to change rows, and then changes any rows in that way.</summary>
public interface ITransformer
{
    /// <summary>Learns; what was learned before is replaced.</summary>
    /// <param name="features">Training rows alone, shape (rows, features), finite.</param>
    /// <exception cref="ArgumentException">There are no rows or no features, or a value is not finite.</exception>
    void Fit(double[,] features);

    /// <summary>Changes rows as was learned.</summary>
    /// <param name="features">Shape (rows, features), the features of the fit.</param>
    /// <returns>A new array with as many rows.</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    double[,] Transform(double[,] features);
}
