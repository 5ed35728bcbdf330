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
public sealed class SGD : Optimizer, IFromConfig<SGD>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.01 unless given.</param>
    public SGD(Schedule? learningRate = null) : base(learningRate ?? 0.01) { }

    /// <summary>How much of the last step is kept, from 0 up to but without 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public float Momentum
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Momentum lies in [0, 1); 0.9 is usual.");
    }

    /// <summary>Whether to look ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SlotNames => Momentum > 0 ? ["momentum"] : [];

    /// <inheritdoc/>
    public static SGD FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SGD(ReadLearningRate(config)) { Momentum = config.Get("momentum", 0f), Nesterov = config.Get("nesterov", false), ClipNorm = ReadClip(config, "clipnorm"), ClipValue = ReadClip(config, "clipvalue"), GlobalClipNorm = ReadClip(config, "global_clipnorm") };
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["momentum"] = Momentum;
        config["nesterov"] = Nesterov;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float rate)
    {
        Span<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(values), v = MemoryMarshal.Cast<float, Vector<float>>(first);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        for (int i = 0; i < w.Length; i++)
        {
            if (v.IsEmpty) w[i] -= rate * g[i];
            else
            {
                v[i] = Momentum * v[i] - rate * g[i];
                w[i] += Nesterov ? Momentum * v[i] - rate * g[i] : v[i];
            }
        }
    }

    /// <inheritdoc/>
    protected override void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, float rate)
    {
        if (slots.Count == 0) _ = values.sub_(gradients * rate);
        else
        {
            _ = slots[0].mul_(Momentum).sub_(gradients * rate);
            _ = Nesterov ? values.add_(slots[0] * Momentum - gradients * rate) : values.add_(slots[0]);
        }
    }
}
