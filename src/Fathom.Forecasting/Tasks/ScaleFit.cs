namespace Fathom.Forecasting;

/// <summary>What a model's training tells the way back from the training scale.</summary>
/// <param name="ResidualVariance">Variance of the model's errors in the training scale, from training data alone.</param>
/// <param name="Lowest">Smallest target of the training labels, in the target's own unit.</param>
/// <param name="Highest">Greatest target of the training labels, in the target's own unit.</param>
public readonly record struct ScaleFit(double ResidualVariance, double Lowest, double Highest);
