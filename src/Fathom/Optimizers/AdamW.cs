using System.Text.Json.Nodes;
using Fathom.Saving;
using Fathom.Schedules;

namespace Fathom.Optimizers;

/// <summary><see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter 2019; <c>keras.optimizers.AdamW</c>).</summary>
/// <remarks>
/// <see cref="SlotOptimizer.WeightDecay"/> is 0.004 unless given. As in Keras it applies to every weight, biases too: name those to spare in
/// <see cref="SlotOptimizer.ExcludeFromWeightDecay"/>.
/// </remarks>
public sealed class AdamW : Adam, IFromConfig<AdamW>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public AdamW(Schedule? learningRate = null) : base(learningRate) => WeightDecay = 0.004;

    private AdamW(JsonObject config) : base(config)
    {
        if (!config.ContainsKey("weight_decay")) WeightDecay = 0.004;
    }

    /// <inheritdoc/>
    public static new AdamW FromConfig(JsonObject config) => new(config);
}
