using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Gradient descent, with momentum if asked (<c>keras.optimizers.SGD</c>).</summary>
/// <remarks>
/// Without momentum w ← w − η g. With momentum μ: v ← μ v − η g, then w ← w + v, or with Nesterov's look-ahead w ← w + μ v − η g.
/// </remarks>
public sealed class SGD : ElementwiseOptimizer, IFromConfig<SGD>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.01 unless given.</param>
    public SGD(Schedule? learningRate = null) : base(learningRate ?? 0.01) { }

    private SGD(JsonObject config) : base(config)
    {
        Momentum = config.Get("momentum", 0.0);
        Nesterov = config.Get("nesterov", false);
    }

    /// <summary>How much of the last step is kept, from 0 up to but without 1; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum { get; init => field = Fraction(value); }

    /// <summary>Whether to look ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots => Momentum > 0 ? [new("momentum")] : [];

    private protected override ZeroGradient AtZeroGradient => Momentum > 0 ? ZeroGradient.RestsBeforeFirst : ZeroGradient.Rests;

    /// <inheritdoc/>
    public static SGD FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["momentum"] = Momentum;
        config["nesterov"] = Nesterov;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        float eta = (float)rate, mu = (float)Momentum;
        if (Momentum == 0)
        {
            for (int i = 0; i < w.Length; i++) w[i] -= eta * g[i];
            return;
        }
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(slots[0]);
        for (int i = 0; i < w.Length; i++)
        {
            Vector<float> step = eta * g[i], velocity = mu * v[i] - step;
            v[i] = velocity;
            w[i] += Nesterov ? mu * velocity - step : velocity;
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(slots);
        if (Momentum == 0)
        {
            _ = values.add_(gradients, -rate);
            return;
        }
        _ = slots[0].mul_(Momentum).add_(gradients, -rate);
        if (Nesterov) _ = values.add_(slots[0], Momentum).add_(gradients, -rate);
        else _ = values.add_(slots[0]);
    }
}
