using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Steps from running estimates of the gradient's mean and mean square (Kingma and Ba 2015; <c>keras.optimizers.Adam</c>).</summary>
/// <remarks>
/// m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); at step t, w ← w − α m / (√v + ε) with α = η √(1 − β₂ᵗ) / (1 − β₁ᵗ). So ε is the paper's ε̂ (the
/// formula before section 2.1), unlike in PyTorch. With AMSGrad the largest v so far takes v's place (Reddi, Kale and Kumar 2018).
/// </remarks>
public class Adam : ElementwiseOptimizer, IFromConfig<Adam>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Adam(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private protected Adam(JsonObject config) : base(config)
    {
        Beta1 = config.Get("beta_1", 0.9);
        Beta2 = config.Get("beta_2", 0.999);
        Epsilon = config.Get("epsilon", 1e-7);
        AmsGrad = config.Get("amsgrad", false);
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

    /// <summary>Whether the denominator never shrinks.</summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots =>
        [new("momentum"), new("velocity") { ListedWithPrevious = true }, .. AmsGrad ? [new Slot("velocity_hat")] : Array.Empty<Slot>()];

    // The step size with both bias corrections in it.
    private double Alpha(double rate) => rate * Math.Sqrt(1 - Math.Pow(Beta2, Iterations)) / (1 - Math.Pow(Beta1, Iterations));

    /// <inheritdoc/>
    public static Adam FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
        config["amsgrad"] = AmsGrad;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(slots[0]), v = MemoryMarshal.Cast<float, Vector<float>>(slots[1]);
        Span<Vector<float>> largest = AmsGrad ? MemoryMarshal.Cast<float, Vector<float>>(slots[2]) : [];
        float alpha = (float)Alpha(rate), fresh1 = (float)(1 - Beta1), fresh2 = (float)(1 - Beta2);
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], mean = m[i] + fresh1 * (gradient - m[i]), square = v[i] + fresh2 * (gradient * gradient - v[i]);
            m[i] = mean;
            v[i] = square;
            if (!largest.IsEmpty) largest[i] = square = Vector.Max(largest[i], square);
            w[i] -= alpha * mean / (Vector.SquareRoot(square) + epsilon);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor mean = slots[0].mul_(Beta1).add_(gradients, 1 - Beta1);
        Tensor square = slots[1].mul_(Beta2).addcmul_(gradients, gradients, 1 - Beta2);
        if (AmsGrad) square = slots[2].copy_(maximum(slots[2], square));
        _ = values.addcdiv_(mean, square.sqrt().add_(Epsilon), -Alpha(rate));
    }
}
