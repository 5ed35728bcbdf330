namespace Fathom.Foreign;

/// <summary>Arrays with their axes in another order.</summary>
internal static class AxisOrder
{
    /// <summary>Puts axes in another order: axis i of the result is axis <paramref name="order"/>[i] of the values.</summary>
    public static float[] Permute(float[] values, ReadOnlySpan<int> shape, ReadOnlySpan<int> order)
    {
        Span<int> strides = stackalloc int[shape.Length], steps = stackalloc int[order.Length], lengths = stackalloc int[order.Length], index = stackalloc int[order.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        for (int i = 0; i < order.Length; i++) (steps[i], lengths[i]) = (strides[order[i]], shape[order[i]]);
        float[] result = new float[values.Length];
        int from = 0;
        for (int to = 0; to < result.Length; to++)
        {
            result[to] = values[from];
            for (int axis = order.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < lengths[axis]) break;
                from -= steps[axis] * lengths[axis];
                index[axis] = 0;
            }
        }
        return result;
    }
}
