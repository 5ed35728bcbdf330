using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Steps of one size in the direction of the momentum's sign (Chen et al. 2023; <c>keras.optimizers.Lion</c>).</summary>
/// <remarks>
/// w ← w − η sign(β₁ m + (1 − β₁) g); then m ← β₂ m + (1 − β₂) g. Good rates are 3 to 10 times smaller than for <see cref="AdamW"/>, weight decays as much larger.
/// </remarks>
public sealed class Lion : ElementwiseOptimizer, IFromConfig<Lion>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Lion(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Lion(JsonObject config) : base(config)
    {
        Beta1 = config.Get("beta_1", 0.9);
        Beta2 = config.Get("beta_2", 0.99);
    }

    /// <summary>β₁, the share of the momentum in the direction, above 0 and up to 1; 0.9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta1
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Without a share of the momentum only signs of gradients are left: give a number above 0 and up to 1.");
    } = 0.9;

    /// <summary>β₂, how much of the momentum is kept, from 0 up to but without 1; 0.99 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta2 { get; init => field = Fraction(value); } = 0.99;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => [new("momentum")];

    private protected override ZeroGradient AtZeroGradient => ZeroGradient.RestsBeforeFirst;

    /// <inheritdoc/>
    public static Lion FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values), m = MemoryMarshal.Cast<float, Vector<float>>(slots[0]);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        float kept1 = (float)Beta1, fresh1 = (float)(1 - Beta1), kept2 = (float)Beta2, fresh2 = (float)(1 - Beta2);
        Vector<float> step = new((float)rate), zero = Vector<float>.Zero;
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], direction = kept1 * m[i] + fresh1 * gradient;
            Vector<float> signed = Vector.ConditionalSelect(Vector.GreaterThan(direction, zero), step, zero) - Vector.ConditionalSelect(Vector.LessThan(direction, zero), step, zero);
            // NaN has no sign: it is carried on rather than hidden.
            w[i] -= signed + (direction - direction);
            m[i] = kept2 * m[i] + fresh2 * gradient;
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor direction = (slots[0] * Beta1).add_(gradients, 1 - Beta1);
        _ = values.add_(direction.sign().add_(direction - direction), -rate);
        _ = slots[0].mul_(Beta2).add_(gradients, 1 - Beta2);
    }
}
