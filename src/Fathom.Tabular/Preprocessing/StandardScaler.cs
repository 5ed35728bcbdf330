namespace Fathom.Tabular;

/// <summary>
/// Standardises features: (x − mean) / standard deviation, both taken from the rows of <see cref="Fit"/> alone (denominator n, as scikit-learn's
/// scaler of the same name). A feature that is constant in those rows is centred and left unscaled.
/// </summary>
public sealed class StandardScaler : ITransformer
{
    private double[]? _mean;
    private double[] _scale = [];

    /// <summary>Creates a scaler that has not seen any rows.</summary>
    public StandardScaler() { }

    /// <summary>Takes what another scaler learned.</summary>
    /// <exception cref="ArgumentException">Numbers of features differ, a value is not finite, or a scale is not positive.</exception>
    internal StandardScaler(double[] mean, double[] scale)
    {
        if (mean.Length == 0 || mean.Length != scale.Length || !mean.All(double.IsFinite) || !scale.All(value => value > 0 && double.IsFinite(value)))
            throw new ArgumentException($"{mean.Length} means and {scale.Length} scales make no scaler: there is one finite mean and one finite scale above 0 per feature.");
        (_mean, _scale) = (mean, scale);
    }

    /// <summary>Mean of each feature over the rows of the fit.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<double> Mean => Fitted();

    /// <summary>What each feature is divided by: its standard deviation over the rows of the fit, or 1 where that is 0.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<double> Scale
    {
        get
        {
            Fitted();
            return _scale;
        }
    }

    /// <summary>Takes mean and standard deviation from training rows.</summary>
    /// <param name="features">Shape (rows, features), at least one of each, finite.</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">There are no rows or no features, or a value is not finite.</exception>
    public StandardScaler Fit(double[,] features)
    {
        Matrices.CheckFinite(features);
        int rows = features.GetLength(0), columns = features.GetLength(1);
        var mean = new double[columns];
        var scale = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = Matrices.Row(features, row);
            for (int column = 0; column < columns; column++)
                mean[column] += values[column];
        }

        for (int column = 0; column < columns; column++)
            mean[column] /= rows;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = Matrices.Row(features, row);
            for (int column = 0; column < columns; column++)
                scale[column] += (values[column] - mean[column]) * (values[column] - mean[column]);
        }

        for (int column = 0; column < columns; column++)
        {
            double deviation = Math.Sqrt(scale[column] / rows);
            // Rounding leaves a constant column a deviation of a few ulps of its level, which must not be blown up to 1.
            scale[column] = deviation > 1e-12 * Math.Abs(mean[column]) ? deviation : 1;
        }

        (_mean, _scale) = (mean, scale);
        return this;
    }

    /// <summary>Standardises rows with the mean and deviation of the fit.</summary>
    /// <param name="features">Shape (rows, features).</param>
    /// <returns>A new array of the same shape.</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public double[,] Transform(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] mean = Fitted();
        Matrices.CheckColumns(features, mean.Length);
        int rows = features.GetLength(0);
        var scaled = new double[rows, mean.Length];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> from = Matrices.Row(features, row);
            Span<double> to = Matrices.Row(scaled, row);
            for (int column = 0; column < mean.Length; column++)
                to[column] = (from[column] - mean[column]) / _scale[column];
        }

        return scaled;
    }

    void ITransformer.Fit(double[,] features) => Fit(features);

    private double[] Fitted() => _mean ?? throw new InvalidOperationException("This StandardScaler has not been fitted. Call Fit with the training rows.");
}
