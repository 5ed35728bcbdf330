using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary><see cref="Adam"/> with Nesterov's look-ahead (Dozat 2016; <c>keras.optimizers.Nadam</c>).</summary>
/// <remarks>
/// With u(t) = β₁ (1 − 0.96ᵗ / 2) and U(t) = u(1) ⋯ u(t): m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); m̂ = u(t+1) m / (1 − U(t+1)) + (1 − u(t)) g / (1 − U(t));
/// w ← w − η m̂ / (√(v / (1 − β₂ᵗ)) + ε).
/// </remarks>
public sealed class Nadam : ElementwiseOptimizer, IFromConfig<Nadam>
{
    // U(t) and the t it is for.
    private double _product = 1;
    private long _productOf;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Nadam(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Nadam(JsonObject config) : base(config)
    {
        Beta1 = config.Get("beta_1", 0.9);
        Beta2 = config.Get("beta_2", 0.999);
        Epsilon = config.Get("epsilon", 1e-7);
    }

    /// <summary>β₁, how much of the mean is kept, from 0 up to but without 1; 0.9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, how much of the mean square is kept, from 0 up to but without 1; 0.999 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, keeps the denominator off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => [new("momentum"), new("velocity") { ListedWithPrevious = true }];

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Moves;

    /// <inheritdoc/>
    public static Nadam FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
    }

    private protected override IReadOnlyList<OptimizerVariable> RuleNumbers() => [OptimizerVariable.Number("u_product", Product())];

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(slots[0]), v = MemoryMarshal.Cast<float, Vector<float>>(slots[1]);
        (double ofMean, double ofGradient, double root) = Factors(rate);
        float mu = (float)ofMean, nu = (float)ofGradient, correction = (float)root, fresh1 = (float)(1 - Beta1), fresh2 = (float)(1 - Beta2);
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], mean = m[i] + fresh1 * (gradient - m[i]), square = v[i] + fresh2 * (gradient * gradient - v[i]);
            m[i] = mean;
            v[i] = square;
            w[i] -= (mu * mean + nu * gradient) / (correction * Vector.SquareRoot(square) + epsilon);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        (double ofMean, double ofGradient, double root) = Factors(rate);
        Tensor mean = slots[0].mul_(Beta1).add_(gradients, 1 - Beta1);
        Tensor square = slots[1].mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
        _ = values.addcdiv_((mean * ofMean).add_(gradients, ofGradient), square.sqrt().mul_(root).add_(Epsilon), -1);
    }

    private double U(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step));

    private double Product()
    {
        if (_productOf > Iterations) (_product, _productOf) = (1, 0);
        for (; _productOf < Iterations; _productOf++) _product *= U(_productOf + 1);
        return _product;
    }

    /// <summary>What the mean and the gradient are multiplied with, and the root of the mean square.</summary>
    private (double OfMean, double OfGradient, double Root) Factors(double rate)
    {
        double now = U(Iterations), next = U(Iterations + 1), product = Product();
        return (rate * next / (1 - product * next), rate * (1 - now) / (1 - product), 1 / Math.Sqrt(1 - Math.Pow(Beta2, Iterations)));
    }
}
