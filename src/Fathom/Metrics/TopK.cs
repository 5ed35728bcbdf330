using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>The k largest outputs.</summary>
internal static class TopK
{
    /// <summary>Accepts a number of outputs.</summary>
    public static int Checked(int k) => k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "k is the number of outputs that may hold the true class: 1 or more.");

    /// <summary>Whether fewer than k outputs are larger than that of a class. Outputs that are no numbers never hold.</summary>
    /// <param name="prediction">(batch, …, classes).</param>
    /// <param name="classes">Class numbers (batch, …).</param>
    /// <param name="k">How many.</param>
    public static Tensor Holds(Tensor prediction, Tensor classes, int k)
    {
        Tensor own = prediction.gather(-1, classes.unsqueeze(-1));
        return prediction.gt(own).sum(-1).lt(k).logical_and(own.squeeze(-1).isfinite());
    }

    /// <summary>All but the k largest outputs brought to −∞.</summary>
    public static Tensor Keep(Tensor prediction, int k)
    {
        if (k >= prediction.shape[^1]) return prediction;
        (_, Tensor indexes) = prediction.topk(k, -1);
        return full_like(prediction, double.NegativeInfinity).scatter(-1, indexes, prediction.gather(-1, indexes));
    }
}
