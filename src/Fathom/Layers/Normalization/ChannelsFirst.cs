using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Turns tensors whose channels lie anywhere into the layout the native batch normalization takes, and back. Channels that lie last are never copied.</summary>
internal static class ChannelsFirst
{
    /// <summary>Channels as axis 1.</summary>
    /// <param name="input">Batch first.</param>
    /// <param name="axis">Where its channels are.</param>
    /// <returns>The batch may be laid out as one more length of the channels.</returns>
    public static Tensor Of(Tensor input, int axis)
    {
        if (axis != input.ndim - 1) return axis == 1 ? input : input.movedim([axis], [1L]);
        // A view of four axes in the order of memory that native code knows as channels last.
        return input.reshape(1, -1, 1, input.shape[axis]).permute(0, 3, 1, 2);
    }

    /// <summary>The result in the layout of the input.</summary>
    public static Tensor Undo(Tensor result, Tensor input, int axis)
    {
        if (axis != input.ndim - 1) return axis == 1 ? result : result.movedim([1L], [axis]);
        return result.permute(0, 2, 3, 1).reshape(input.shape);
    }
}
