using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Steps divided by the root of all squared gradients so far (Duchi, Hazan and Singer 2011; <c>keras.optimizers.Adagrad</c>).</summary>
/// <remarks>a ← a + g²; w ← w − η g / √(a + ε). Note that ε stands under the root, unlike in PyTorch.</remarks>
public sealed class Adagrad : ElementwiseOptimizer, IFromConfig<Adagrad>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Adagrad(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Adagrad(JsonObject config) : base(config)
    {
        InitialAccumulatorValue = config.Get("initial_accumulator_value", 0.1);
        Epsilon = config.Get("epsilon", 1e-7);
    }

    /// <summary>What the sum of squares starts with, zero or positive; 0.1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double InitialAccumulatorValue { get; init => field = NotNegative(value); } = 0.1;

    /// <summary>ε, keeps the root off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => [new("accumulator") { InitialValue = (float)InitialAccumulatorValue }];

    private protected override ZeroGradient AtZeroGradient => (float)Epsilon > 0 ? ZeroGradient.Rests : ZeroGradient.Moves;

    /// <inheritdoc/>
    public static Adagrad FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["initial_accumulator_value"] = InitialAccumulatorValue;
        config["epsilon"] = Epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values), a = MemoryMarshal.Cast<float, Vector<float>>(slots[0]);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        float eta = (float)rate;
        Vector<float> epsilon = new((float)Epsilon);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> gradient = g[i], sum = a[i] + gradient * gradient;
            a[i] = sum;
            w[i] -= eta * gradient / Vector.SquareRoot(sum + epsilon);
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(slots);
        Tensor sum = slots[0].addcmul_(gradients, gradients, 1);
        _ = values.addcdiv_(gradients, (sum + Epsilon).sqrt_(), -rate);
    }
}
