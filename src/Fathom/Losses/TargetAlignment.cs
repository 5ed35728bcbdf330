using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Brings targets into the form of the predictions they are compared with.</summary>
internal static class TargetAlignment
{
    /// <summary>The target in the prediction's axes, where they differ by a last axis of length 1 only.</summary>
    public static Tensor Align(Tensor target, Tensor prediction, string who)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        long[] have = target.shape, want = prediction.shape;
        if (have.AsSpan().SequenceEqual(want)) return target;
        if (EndsInOne(want, have)) return target.unsqueeze(-1);
        if (EndsInOne(have, want)) return target.squeeze(-1);
        throw new ShapeException(
            $"{who} got targets of shape ({string.Join(", ", have)}) for predictions of shape ({string.Join(", ", want)}). Shape the targets like the " +
            "model's output, or change the units of its last layer." +
            (want.Length >= 2 && want[^1] > 1 && (have.Length == want.Length - 1 || have[^1] == 1) ? " For class numbers as targets use the sparse categorical variant." : ""));
    }

    /// <summary>The target in the prediction's axes, class numbers as one-hot vectors.</summary>
    public static Tensor OneHot(Tensor target, Tensor prediction, string who)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        if (!HoldsClassNumbers(target, prediction)) return Align(target, prediction, who);
        return ClassNumbers(target, prediction, who).unsqueeze(-1).eq(arange(prediction.shape[^1], int64, prediction.device));
    }

    /// <summary>Whether targets are one class number per prediction of several classes, as Keras decides it for <c>"accuracy"</c>.</summary>
    public static bool HoldsClassNumbers(Tensor target, Tensor prediction) =>
        prediction.ndim > 1 && prediction.shape[^1] > 1 && (target.ndim < prediction.ndim || target.shape[^1] == 1);

    /// <summary>Class numbers as whole numbers in the prediction's axes without the last.</summary>
    public static Tensor ClassNumbers(Tensor target, Tensor prediction, string who)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        long[] have = target.shape, want = prediction.shape[..^1];
        if (EndsInOne(have, want)) target = target.squeeze(-1);
        else if (!have.AsSpan().SequenceEqual(want))
            throw new ShapeException(
                $"{who} got targets of shape ({string.Join(", ", have)}) for predictions of shape ({string.Join(", ", prediction.shape)}). Give one class number per " +
                "prediction, or use the categorical variant for one-hot targets.");
        return target.dtype == int64 ? target : target.to(int64);
    }

    /// <summary>Whether target and prediction hold the same values in the same order: at most a last axis of length 1 apart.</summary>
    public static bool AreAligned(Tensor target, Tensor prediction)
    {
        long[] have = target.shape, want = prediction.shape;
        return have.AsSpan().SequenceEqual(want) || EndsInOne(want, have) || EndsInOne(have, want);
    }

    /// <summary>Whether there is one target for each row of the predictions' last axis.</summary>
    public static bool AreClassNumbers(Tensor target, Tensor prediction)
    {
        long[] have = target.shape, want = prediction.shape;
        return have.AsSpan().SequenceEqual(want.AsSpan(..^1)) || EndsInOne(have, want.AsSpan(..^1));
    }

    // Whether axes are some others and one of length 1 behind them.
    private static bool EndsInOne(ReadOnlySpan<long> longer, ReadOnlySpan<long> shorter) =>
        longer.Length == shorter.Length + 1 && longer[^1] == 1 && longer[..^1].SequenceEqual(shorter);
}
