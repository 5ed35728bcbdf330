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

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Moves;

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
    protected sealed override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate) =>
        Step(values, gradients, slots[0], slots[1], AmsGrad ? slots[2] : [], StepSize(rate, Beta1, Beta2, Iterations), Beta1, Beta2, Epsilon);

    /// <inheritdoc/>
    protected sealed override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Step(values, gradients, slots[0], slots[1], AmsGrad ? slots[2] : null, StepSize(rate, Beta1, Beta2, Iterations), Beta1, Beta2, Epsilon);
    }

    /// <summary>α, the step size with both bias corrections in it.</summary>
    internal static double StepSize(double rate, double beta1, double beta2, long step) => rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step));

    /// <summary>The rule over spans; the largest mean squares are empty without AMSGrad.</summary>
    internal static void Step(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, Span<float> largestSquares, double stepSize, double beta1, double beta2, double small)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(means), v = MemoryMarshal.Cast<float, Vector<float>>(squares);
        Span<Vector<float>> largest = MemoryMarshal.Cast<float, Vector<float>>(largestSquares);
        float alpha = (float)stepSize, fresh1 = (float)(1 - beta1), fresh2 = (float)(1 - beta2);
        Vector<float> epsilon = new((float)small);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], mean = m[i] + fresh1 * (gradient - m[i]), square = v[i] + fresh2 * (gradient * gradient - v[i]);
            m[i] = mean;
            v[i] = square;
            if (!largest.IsEmpty) largest[i] = square = Vector.Max(largest[i], square);
            w[i] -= alpha * mean / (Vector.SquareRoot(square) + epsilon);
        }
    }

    /// <summary>The rule by tensor operations; there are no largest mean squares without AMSGrad.</summary>
    internal static void Step(Tensor values, Tensor gradients, Tensor means, Tensor squares, Tensor? largest, double stepSize, double beta1, double beta2, double small)
    {
        Tensor mean = means.mul_(beta1).add_(gradients, 1 - beta1), square = squares.mul_(beta2).addcmul_(gradients, gradients, 1 - beta2);
        if (largest is not null) square = largest.copy_(maximum(largest, square));
        _ = values.addcdiv_(mean, square.sqrt().add_(small), -stepSize);
    }
}
