using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Follow the regularised leader, for wide shallow models whose weights shall be mostly zero (McMahan et al. 2013; <c>keras.optimizers.Ftrl</c>).</summary>
/// <remarks>
/// With p the learning-rate power: n′ = n + g²; z ← z + g + 2 λₛ w − (n′⁻ᵖ − n⁻ᵖ) w / η; w ← (clip(z, ± λ₁) − z) / (n′⁻ᵖ / η + 2 λ₂ + β / η); n ← n′. Where nothing has
/// moved yet and the denominator is 0, the weight is 0.
/// </remarks>
public sealed class Ftrl : ElementwiseOptimizer, IFromConfig<Ftrl>
{
    // The smallest normal number: keeps 0 / 0 from becoming NaN and changes nothing else.
    private const float Tiny = 1.17549435e-38f;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Ftrl(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Ftrl(JsonObject config) : base(config)
    {
        LearningRatePower = config.Get("learning_rate_power", -0.5);
        InitialAccumulatorValue = config.Get("initial_accumulator_value", 0.1);
        L1RegularizationStrength = config.Get("l1_regularization_strength", 0.0);
        L2RegularizationStrength = config.Get("l2_regularization_strength", 0.0);
        L2ShrinkageRegularizationStrength = config.Get("l2_shrinkage_regularization_strength", 0.0);
        Beta = config.Get("beta", 0.0);
    }

    /// <summary>p, how fast the rate falls with the sum of squares, zero or negative; 0 keeps it, −0.5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Positive or not finite.</exception>
    public double LearningRatePower
    {
        get;
        init => field = value is <= 0 and > double.NegativeInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The power is zero or negative; -0.5 is usual.");
    } = -0.5;

    /// <summary>What the sum of squares starts with, zero or positive; 0.1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double InitialAccumulatorValue { get; init => field = NotNegative(value); } = 0.1;

    /// <summary>λ₁, how strongly weights are drawn to zero, zero or positive; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double L1RegularizationStrength { get; init => field = NotNegative(value); }

    /// <summary>λ₂, how strongly steps are held back, zero or positive; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double L2RegularizationStrength { get; init => field = NotNegative(value); }

    /// <summary>λₛ, how strongly large weights are held back as by a penalty on the loss, zero or positive; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double L2ShrinkageRegularizationStrength { get; init => field = NotNegative(value); }

    /// <summary>β of the paper, zero or positive; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Beta { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots =>
        [new("accumulator") { InitialValue = (float)InitialAccumulatorValue }, new("linear") { ListedWithPrevious = true }];

    /// <inheritdoc/>
    public static Ftrl FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["learning_rate_power"] = LearningRatePower;
        config["initial_accumulator_value"] = InitialAccumulatorValue;
        config["l1_regularization_strength"] = L1RegularizationStrength;
        config["l2_regularization_strength"] = L2RegularizationStrength;
        config["l2_shrinkage_regularization_strength"] = L2ShrinkageRegularizationStrength;
        config["beta"] = Beta;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        Span<Vector<float>> n = MemoryMarshal.Cast<float, Vector<float>>(slots[0]), z = MemoryMarshal.Cast<float, Vector<float>>(slots[1]);
        bool roots = LearningRatePower == -0.5;
        float perRate = (float)(1 / rate), shrinkage = (float)(2 * L2ShrinkageRegularizationStrength);
        Vector<float> bound = new((float)L1RegularizationStrength), constant = new((float)Offset(rate)), tiny = new(Tiny);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], weight = w[i], squared = gradient * gradient, sum = n[i] + squared, power, rise;
            if (roots)
            {
                power = Vector.SquareRoot(sum);
                // √n′ − √n without cancellation.
                rise = squared / Vector.Max(power + Vector.SquareRoot(n[i]), tiny);
            }
            else
            {
                power = Power(sum);
                rise = power - Power(n[i]);
            }
            Vector<float> linear = z[i] + gradient + shrinkage * weight - rise * perRate * weight;
            n[i] = sum;
            z[i] = linear;
            w[i] = (Vector.Min(Vector.Max(linear, -bound), bound) - linear) / Vector.Max(power * perRate + constant, tiny);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor before = slots[0].pow(-LearningRatePower), power = slots[0].addcmul_(gradients, gradients, 1).pow(-LearningRatePower);
        Tensor linear = slots[1].add_(gradients).add_(values, 2 * L2ShrinkageRegularizationStrength).addcmul_(power - before, values, -1 / rate);
        _ = values.copy_((linear.clamp(-L1RegularizationStrength, L1RegularizationStrength) - linear) / (power / rate + Offset(rate)).clamp_min(Tiny));
    }

    // What the denominator holds beside the power of the sum of squares.
    private double Offset(double rate) => 2 * L2RegularizationStrength + Beta / rate;

    private Vector<float> Power(Vector<float> sums)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < lanes.Length; i++) lanes[i] = MathF.Pow(sums[i], (float)-LearningRatePower);
        return new Vector<float>(lanes);
    }
}
