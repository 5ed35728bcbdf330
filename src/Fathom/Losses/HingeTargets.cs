using static TorchSharp.torch;

namespace Fathom.Losses;

/// <summary>Classes as the hinge losses want them.</summary>
internal static class HingeTargets
{
    /// <summary>−1 and 1 for a batch that holds 0 and 1 only; any other as it is. Decided where the targets are, so that nothing is read back.</summary>
    public static Tensor Signed(Tensor target) => where(target.eq(0).logical_or(target.eq(1)).all(), target * 2 - 1, target);
}
