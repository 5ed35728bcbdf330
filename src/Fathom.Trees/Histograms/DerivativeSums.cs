namespace Fathom.Trees;

/// <summary>Sums of first and second derivatives over some rows.</summary>
internal readonly record struct DerivativeSums(double Gradient, double Hessian)
{
    public static DerivativeSums operator +(DerivativeSums left, DerivativeSums right) => new(left.Gradient + right.Gradient, left.Hessian + right.Hessian);

    public static DerivativeSums operator -(DerivativeSums left, DerivativeSums right) => new(left.Gradient - right.Gradient, left.Hessian - right.Hessian);
}
