namespace Fathom.Trees;

/// <summary>How far the targets of a node are from its prediction: a split is chosen to lower the weighted mean of this over the children.</summary>
public enum RegressionCriterion
{
    /// <summary>Mean squared error around the mean.</summary>
    SquaredError,

    /// <summary>Mean absolute error around the median, which is the prediction. Costs a factor of log(rows) more than squared error.</summary>
    AbsoluteError,

    /// <summary>Half the mean Poisson deviance around the mean, Σ y ln(y / mean) / n, for counts and rates: targets are not negative, and no leaf predicts 0 beside a positive target.</summary>
    Poisson,
}
