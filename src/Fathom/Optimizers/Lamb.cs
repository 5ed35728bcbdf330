using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary><see cref="Adam"/>'s direction, as long as the weight itself: for very large batches (You et al. 2020; <c>keras.optimizers.Lamb</c>).</summary>
/// <remarks>
/// m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); r = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε); w ← w − η r ‖w‖ / ‖r‖, the norms being those of one weight; where
/// one of them is 0 their ratio counts as 1.
/// </remarks>
public sealed class Lamb : PerWeightOptimizer, IFromConfig<Lamb>
{
    // The smallest normal number: keeps 0 / 0 from becoming NaN and changes nothing else.
    private const float Tiny = 1.17549435e-38f;

    // Sums of so many vectors are single precision, sums of those double.
    private const int Block = 512;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Lamb(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Lamb(JsonObject config) : base(config)
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

    /// <inheritdoc/>
    public static Lamb FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(WeightSpans weight, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(weight.Values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(weight.Gradients);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(weight[0]), v = MemoryMarshal.Cast<float, Vector<float>>(weight[1]);
        float fresh1 = (float)(1 - Beta1), fresh2 = (float)(1 - Beta2), ofMean = (float)(1 / MeanCorrection), ofRoot = (float)(1 / Math.Sqrt(SquareCorrection));
        Vector<float> epsilon = new((float)Epsilon), tiny = new(Tiny);
        double values = FlatMath.SumOfSquares(weight.Values), directions = 0;
        for (int first = 0; first < w.Length; first += Block)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int i = first; i < Math.Min(first + Block, w.Length); i++)
            {
                Vector<float> gradient = g[i], mean = m[i] + fresh1 * (gradient - m[i]), square = v[i] + fresh2 * (gradient * gradient - v[i]);
                m[i] = mean;
                v[i] = square;
                Vector<float> direction = ofMean * mean / Vector.Max(ofRoot * Vector.SquareRoot(square) + epsilon, tiny);
                sum += direction * direction;
            }
            directions += Vector.Sum(sum);
        }
        float step = (float)(rate * (values > 0 && directions > 0 ? Math.Sqrt(values / directions) : 1));
        // The direction is computed again: cheaper than keeping it.
        for (int i = 0; i < w.Length; i++) w[i] -= step * (ofMean * m[i] / Vector.Max(ofRoot * Vector.SquareRoot(v[i]) + epsilon, tiny));
    }

    /// <inheritdoc/>
    protected override void Update(WeightTensors weight, double rate)
    {
        Tensor gradients = weight.Gradients;
        Tensor mean = weight[0].mul_(Beta1).add_(gradients, 1 - Beta1), square = weight[1].mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
        Tensor direction = (mean / MeanCorrection).div_((square / SquareCorrection).sqrt_().add_(Epsilon).clamp_min_(Tiny));
        Tensor values = weight.Values.norm(), directions = direction.norm();
        Tensor ratio = where((values > 0).logical_and(directions > 0), values / directions, ones_like(values));
        _ = weight.Values.sub_(direction.mul_(ratio * rate));
    }

    private double MeanCorrection => 1 - Math.Pow(Beta1, Iterations);

    private double SquareCorrection => 1 - Math.Pow(Beta2, Iterations);
}
