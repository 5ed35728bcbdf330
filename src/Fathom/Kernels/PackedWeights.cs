namespace Fathom.Kernels;

/// <summary>The weights of a recurrent layer, turned from Keras's layout into the kernels' and back.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class PackedWeights<TCell> where TCell : struct, ICell
{
    /// <summary>For the way forward: groups of four rows, [group][inner][4], bias included.</summary>
    public static void Pack(RecurrencePlan plan, ReadOnlySpan<float> kernel, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> bias, Span<float> packed)
    {
        int columns = recurrent.Length / plan.Units;
        packed.Clear();
        for (int row = 0; row < plan.Rows; row++)
        {
            Span<float> group = packed[(row / 4 * plan.Inner * 4 + row % 4)..];
            int ofInput = TCell.KernelColumn(row, plan.Units), ofState = TCell.RecurrentColumn(row, plan.Units);
            for (int i = 0; ofInput >= 0 && i < plan.Features; i++) group[i * 4] = kernel[i * columns + ofInput];
            for (int k = 0; ofState >= 0 && k < plan.Units; k++) group[(plan.Features + k) * 4] = recurrent[k * columns + ofState];
            (int first, int second) = TCell.BiasPlaces(row, plan.Units);
            if (!bias.IsEmpty) group[plan.BiasRow * 4] = (first >= 0 ? bias[first] : 0) + (second >= 0 ? bias[second] : 0);
        }
    }

    /// <summary>For the way back: groups of four inputs or states, [group][row][4], zeros where a group is not full.</summary>
    public static void PackTransposed(RecurrencePlan plan, ReadOnlySpan<float> weights, int count, bool ofState, Span<float> packed)
    {
        int columns = weights.Length / count;
        packed.Clear();
        for (int row = 0; row < plan.Rows; row++)
        {
            int column = ofState ? TCell.RecurrentColumn(row, plan.Units) : TCell.KernelColumn(row, plan.Units);
            for (int k = 0; column >= 0 && k < count; k++) packed[(k / 4 * plan.Rows + row) * 4 + k % 4] = weights[k * columns + column];
        }
    }

    /// <summary>Gradients of all rows, (rows, inner), into gradients in Keras's layout.</summary>
    public static void Unpack(RecurrencePlan plan, ReadOnlySpan<float> rows, Span<float> kernel, Span<float> recurrent, Span<float> bias)
    {
        int columns = recurrent.Length / plan.Units;
        bias.Clear();
        for (int row = 0; row < plan.Rows; row++)
        {
            ReadOnlySpan<float> from = rows.Slice(row * plan.Inner, plan.Inner);
            int ofInput = TCell.KernelColumn(row, plan.Units), ofState = TCell.RecurrentColumn(row, plan.Units);
            for (int i = 0; ofInput >= 0 && i < plan.Features; i++) kernel[i * columns + ofInput] = from[i];
            for (int k = 0; ofState >= 0 && k < plan.Units; k++) recurrent[k * columns + ofState] = from[plan.Features + k];
            if (bias.IsEmpty) continue;
            (int first, int second) = TCell.BiasPlaces(row, plan.Units);
            if (first >= 0) bias[first] += from[plan.BiasRow];
            if (second >= 0) bias[second] += from[plan.BiasRow];
        }
    }
}
