using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Fathom.Losses;

/// <summary>e²/2 for |e| ≤ δ, δ |e| − δ²/2 beyond, averaged over the last axis (Huber 1964).</summary>
public sealed class Huber : Loss, IFromConfig<Huber>
{
    /// <summary>Where squared turns into absolute; 1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double Delta
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Delta is a positive distance in the target's unit.");
    } = 1;

    /// <inheritdoc/>
    public override string Name => "huber_loss";

    /// <inheritdoc/>
    public static Huber FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Huber { Reduction = LossWeighting.Read(config), Delta = config.Get("delta", 1.0) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["delta"] = Delta;
        return config;
    }

    /// <inheritdoc/>
    public override Tensor Unreduced(Tensor target, Tensor prediction) =>
        MeanOfLast(functional.huber_loss(prediction, Align(target, prediction), Delta, nn.Reduction.None));

    private protected override Tensor? Mean(Tensor target, Tensor prediction) => functional.huber_loss(prediction, Align(target, prediction), Delta);
}
