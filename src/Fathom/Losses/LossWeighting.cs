using System.Text.Json.Nodes;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Weights and masks on the losses of a batch.</summary>
internal static class LossWeighting
{
    /// <summary>The name Keras gives a reduction.</summary>
    public static string NameOf(LossReduction reduction) => KerasNames.SnakeCase(reduction.ToString());

    /// <summary>The reduction of a name as Keras writes it.</summary>
    public static LossReduction FromName(string name) => name switch
    {
        // Keras takes "mean" for the same as its default.
        "sum_over_batch_size" or "mean" or "auto" => LossReduction.SumOverBatchSize,
        "sum" => LossReduction.Sum,
        "mean_with_sample_weight" => LossReduction.MeanWithSampleWeight,
        _ => throw new ModelFormatException($"The saved loss is reduced by '{name}', which gives no single number or is not known. Known are sum_over_batch_size, sum and mean_with_sample_weight."),
    };

    /// <summary>The reduction in a loss's configuration.</summary>
    public static LossReduction Read(JsonObject config) =>
        config.TryGetPropertyValue("reduction", out JsonNode? node) && node is null ? FromName("none") : FromName(config.Get("reduction", "sum_over_batch_size"));

    /// <summary>Weighs losses and makes one number of them.</summary>
    /// <param name="losses">(batch) or (batch, timesteps, …).</param>
    /// <param name="sampleWeight">(batch) or further of the losses' axes.</param>
    /// <param name="mask">Booleans, the losses' first axes.</param>
    /// <param name="reduction">How to reduce.</param>
    public static Tensor Reduce(Tensor losses, Tensor? sampleWeight, Tensor? mask, LossReduction reduction)
    {
        Tensor? weights = Combine(sampleWeight, mask, losses);
        if (weights is not null)
        {
            if (mask is not null && reduction == LossReduction.SumOverBatchSize) weights = weights * Rescaling(mask);
            losses = losses * weights;
        }
        return reduction switch
        {
            LossReduction.Sum => losses.sum(),
            LossReduction.MeanWithSampleWeight when weights is not null => losses.sum() / weights.expand_as(losses).sum(),
            _ => losses.mean(),
        };
    }

    /// <summary>Weights and mask in one, ready to multiply with; none where everything counts the same.</summary>
    public static Tensor? Combine(Tensor? sampleWeight, Tensor? mask, Tensor losses)
    {
        if (mask is not null) mask = Fit(mask, losses, "A mask").to(losses.dtype);
        if (sampleWeight is null) return mask;
        sampleWeight = Fit(sampleWeight, losses, "A sample weight");
        return mask is null ? sampleWeight : sampleWeight * mask;
    }

    /// <summary>The conjunction of a mask of the first axes and one of all.</summary>
    public static Tensor Both(Tensor? mask, Tensor entries) => mask is null ? entries : Fit(mask, entries, "A mask").logical_and(entries);

    // Valid entries weigh total / valid, so that the mean over all is the mean over those.
    private static Tensor Rescaling(Tensor mask) => mask.NumberOfElements / (mask.sum() + 1e-7);

    private static Tensor Fit(Tensor weights, Tensor losses, string what)
    {
        long[] have = weights.shape, want = losses.shape;
        // (batch, 1) for a single loss per sample.
        while (have.Length > want.Length && have[^1] == 1)
        {
            weights = weights.squeeze(-1);
            have = have[..^1];
        }
        if (want.Length == 0)
            throw new ShapeException(
                $"{what} of shape ({string.Join(", ", have)}) cannot act on a loss that is one number for the whole batch. Set the loss's Axis to the axes after the batch: " +
                "then there is one number per sample.");
        if (have.Length > want.Length || have.Zip(want).Any(axis => axis.First != axis.Second && axis.First != 1))
            throw new ShapeException(
                $"{what} of shape ({string.Join(", ", weights.shape)}) does not fit losses of shape ({string.Join(", ", want)}). Give one number per sample, or one per " +
                "sample and timestep.");
        return have.Length == want.Length ? weights : weights.reshape([.. have, .. Enumerable.Repeat(1L, want.Length - have.Length)]);
    }
}
