namespace Fathom.Tabular;

/// <summary>
/// Linear regression with a penalty on the squared coefficients: minimises ‖y − b − Xw‖² + α‖w‖² in closed form, the intercept b unpenalised
/// (Hoerl and Kennard 1970; scikit-learn's <c>Ridge</c>). With α = 0 it is ordinary least squares. Standardise the features first: the penalty treats all alike.
/// </summary>
/// <example><code>
/// var ridge = new Ridge(penalty: 1.0);
/// ridge.Fit(scaler.Transform(train), targets);
/// double[] predictions = ridge.Predict(scaler.Transform(test));
/// </code></example>
public sealed class Ridge : IRegressor
{
    private double[]? _coefficients;

    /// <summary>Creates the estimator.</summary>
    /// <param name="penalty">α, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is negative or not finite.</exception>
    public Ridge(double penalty)
    {
        if (!(penalty >= 0 && double.IsFinite(penalty)))
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "A ridge penalty is a finite number from 0.");
        Penalty = penalty;
    }

    /// <summary>Takes what another ridge learned.</summary>
    /// <exception cref="ArgumentException">The penalty, the intercept or a coefficient is out of range, or there is none.</exception>
    internal Ridge(double penalty, double[] coefficients, double intercept) : this(penalty)
    {
        if (coefficients.Length == 0 || !coefficients.All(double.IsFinite) || !double.IsFinite(intercept))
            throw new ArgumentException($"{coefficients.Length} coefficients and the intercept {intercept} make no ridge: they are finite numbers, one coefficient per feature.");
        (_coefficients, Intercept) = (coefficients, intercept);
    }

    /// <summary>α: the weight of the squared coefficients in the loss.</summary>
    public double Penalty { get; }

    /// <summary>One coefficient per feature.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public IReadOnlyList<double> Coefficients => Fitted();

    /// <summary>The prediction where every feature is 0.</summary>
    public double Intercept { get; private set; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Also: the penalty is 0 and a feature is a linear combination of others.</exception>
    public void Fit(double[,] features, double[] targets)
    {
        Matrices.CheckFinite(features);
        Matrices.CheckTargets(features, targets);
        int rows = features.GetLength(0), columns = features.GetLength(1);
        double[] mean = [.. new StandardScaler().Fit(features).Mean];
        double targetMean = targets.Average();

        // Centred first: the normal equations then lose no digits to the level of the features, and the intercept drops out.
        var gram = new double[columns, columns];
        var moment = new double[columns];
        var centred = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = Matrices.Row(features, row);
            for (int i = 0; i < columns; i++)
                centred[i] = values[i] - mean[i];
            double target = targets[row] - targetMean;
            for (int i = 0; i < columns; i++)
            {
                double value = centred[i];
                moment[i] += value * target;
                for (int j = 0; j <= i; j++)
                    gram[i, j] += value * centred[j];
            }
        }

        for (int i = 0; i < columns; i++)
        {
            gram[i, i] += Penalty;
            if (gram[i, i] == 0)
                gram[i, i] = 1; // A constant feature without a penalty: its coefficient is 0 by convention.
        }

        if (!Cholesky.TrySolve(gram, moment))
        {
            throw new ArgumentException(
                $"The {columns} features are linearly dependent over the {rows} rows, so least squares has no single solution. Use a penalty above 0 or drop features.");
        }

        _coefficients = moment;
        Intercept = targetMean - Dot(moment, mean);
    }

    /// <inheritdoc />
    public double[] Predict(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] coefficients = Fitted();
        Matrices.CheckColumns(features, coefficients.Length);
        var predictions = new double[features.GetLength(0)];
        for (int row = 0; row < predictions.Length; row++)
            predictions[row] = Intercept + Dot(coefficients, Matrices.Row(features, row));
        return predictions;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    private double[] Fitted() => _coefficients ?? throw new InvalidOperationException("This Ridge has not been fitted. Call Fit.");
}
