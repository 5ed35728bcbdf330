using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Steps in units of the steps before, divided by a running root mean square of the gradient (Zeiler 2012; <c>keras.optimizers.Adadelta</c>).</summary>
/// <remarks>
/// a ← ρ a + (1 − ρ) g²; δ = −g √(d + ε) / √(a + ε); d ← ρ d + (1 − ρ) δ²; w ← w + η δ. The paper has η = 1; Keras's default of 0.001 learns slowly.
/// </remarks>
public sealed class Adadelta : ElementwiseOptimizer, IFromConfig<Adadelta>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Adadelta(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Adadelta(JsonObject config) : base(config)
    {
        Rho = config.Get("rho", 0.95);
        Epsilon = config.Get("epsilon", 1e-7);
    }

    /// <summary>ρ, how much of the mean squares is kept, from 0 up to but without 1; 0.95 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Rho { get; init => field = Fraction(value); } = 0.95;

    /// <summary>ε, keeps the roots off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => [new("accumulated_grad"), new("accumulated_delta_var") { ListedWithPrevious = true }];

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Moves;

    /// <inheritdoc/>
    public static Adadelta FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rho"] = Rho;
        config["epsilon"] = Epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(slots[0]), d = MemoryMarshal.Cast<float, Vector<float>>(slots[1]);
        float eta = (float)rate, rho = (float)Rho, fresh = (float)(1 - Rho);
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], square = rho * a[i] + fresh * (gradient * gradient), before = d[i];
            a[i] = square;
            Vector<float> step = Vector.SquareRoot(before + epsilon) * gradient / Vector.SquareRoot(square + epsilon);
            d[i] = rho * before + fresh * (step * step);
            w[i] -= eta * step;
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor square = slots[0].mul_(Rho).addcmul_(gradients, gradients, 1 - Rho);
        Tensor step = (slots[1] + Epsilon).sqrt_().mul_(gradients).div_((square + Epsilon).sqrt_());
        _ = slots[1].mul_(Rho).addcmul_(step, step, 1 - Rho);
        _ = values.add_(step, -rate);
    }
}
