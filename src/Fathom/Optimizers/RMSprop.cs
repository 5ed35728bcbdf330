using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Steps divided by a running root mean square of the gradient (Hinton 2012, lecture 6; <c>keras.optimizers.RMSprop</c>).</summary>
/// <remarks>
/// v ← ρ v + (1 − ρ) g²; the increment is η g / √(v + ε), or centered η g / √(v − a² + ε) with a ← ρ a + (1 − ρ) g. With momentum μ: m ← μ m +
/// increment and w ← w − m, otherwise w ← w − increment. Note that ε stands under the root, unlike in PyTorch.
/// </remarks>
public sealed class RMSprop : ElementwiseOptimizer, IFromConfig<RMSprop>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public RMSprop(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private RMSprop(JsonObject config) : base(config)
    {
        Rho = config.Get("rho", 0.9);
        Momentum = config.Get("momentum", 0.0);
        Epsilon = config.Get("epsilon", 1e-7);
        Centered = config.Get("centered", false);
    }

    /// <summary>ρ, how much of the mean square is kept, from 0 up to but without 1; 0.9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Rho { get; init => field = Fraction(value); } = 0.9;

    /// <summary>μ, how much of the last step is kept, from 0 up to but without 1; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum { get; init => field = Fraction(value); }

    /// <summary>ε, keeps the denominator off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <summary>Whether to divide by the deviation instead of the mean square.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots =>
        [new("velocity"), .. Momentum > 0 ? [new Slot("momentum")] : Array.Empty<Slot>(), .. Centered ? [new Slot("average_gradient")] : Array.Empty<Slot>()];

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Moves;

    /// <inheritdoc/>
    public static RMSprop FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rho"] = Rho;
        config["momentum"] = Momentum;
        config["epsilon"] = Epsilon;
        config["centered"] = Centered;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values), v = MemoryMarshal.Cast<float, Vector<float>>(slots[0]);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> m = Momentum > 0 ? MemoryMarshal.Cast<float, Vector<float>>(slots[1]) : [];
        Span<Vector<float>> a = Centered ? MemoryMarshal.Cast<float, Vector<float>>(slots[Momentum > 0 ? 2 : 1]) : [];
        float eta = (float)rate, rho = (float)Rho, fresh = (float)(1 - Rho), mu = (float)Momentum;
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], square = rho * v[i] + fresh * (gradient * gradient);
            v[i] = square;
            if (!a.IsEmpty)
            {
                Vector<float> mean = rho * a[i] + fresh * gradient;
                a[i] = mean;
                square -= mean * mean;
            }
            Vector<float> step = eta * gradient / Vector.SquareRoot(square + epsilon);
            if (!m.IsEmpty) m[i] = step = mu * m[i] + step;
            w[i] -= step;
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor square = slots[0].mul_(Rho).addcmul_(gradients, gradients, 1 - Rho);
        if (Centered)
        {
            Tensor mean = slots[Momentum > 0 ? 2 : 1].mul_(Rho).add_(gradients, 1 - Rho);
            square = square - mean * mean;
        }
        Tensor root = (square + Epsilon).sqrt_();
        if (Momentum == 0) _ = values.addcdiv_(gradients, root, -rate);
        else _ = values.sub_(slots[1].mul_(Momentum).addcdiv_(gradients, root, rate));
    }
}
