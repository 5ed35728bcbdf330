using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary><see cref="Adam"/> with the largest gradient in place of the mean square (Kingma and Ba 2015, section 7.1; <c>keras.optimizers.Adamax</c>).</summary>
/// <remarks>m ← m + (1 − β₁)(g − m); u ← max(β₂ u, |g|); at step t, w ← w − η m / ((1 − β₁ᵗ)(u + ε)).</remarks>
public sealed class Adamax : ElementwiseOptimizer, IFromConfig<Adamax>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Adamax(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Adamax(JsonObject config) : base(config)
    {
        Beta1 = config.Get("beta_1", 0.9);
        Beta2 = config.Get("beta_2", 0.999);
        Epsilon = config.Get("epsilon", 1e-7);
    }

    /// <summary>β₁, how much of the mean is kept, from 0 up to but without 1; 0.9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, how much of the largest gradient is kept, from 0 up to but without 1; 0.999 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, keeps the denominator off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => [new("momentum"), new("norm") { ListedWithPrevious = true }];

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Moves;

    // The step size with the bias correction of the mean in it.
    private double Alpha(double rate) => rate / (1 - Math.Pow(Beta1, Iterations));

    /// <inheritdoc/>
    public static Adamax FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> m = MemoryMarshal.Cast<float, Vector<float>>(slots[0]), u = MemoryMarshal.Cast<float, Vector<float>>(slots[1]);
        float alpha = (float)Alpha(rate), fresh = (float)(1 - Beta1), kept = (float)Beta2;
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], mean = m[i] + fresh * (gradient - m[i]), largest = Vector.Max(kept * u[i], Vector.Abs(gradient));
            m[i] = mean;
            u[i] = largest;
            w[i] -= alpha * mean / (largest + epsilon);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor mean = slots[0].mul_(Beta1).add_(gradients, 1 - Beta1);
        Tensor largest = slots[1].copy_(maximum(slots[1].mul_(Beta2), gradients.abs()));
        _ = values.addcdiv_(mean, largest + Epsilon, -Alpha(rate));
    }
}
