namespace Fathom.Kernels;

/// <summary>The weights of a recurrent layer, turned from Keras's layout into the kernels' and back.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal static unsafe class PackedWeights<TCell> where TCell : struct, ICell
{
    /// <summary>The length of weights packed for the way back.</summary>
    public static int TransposedLength(RecurrencePlan plan, int count) => (count + 7) / 8 * 8 * plan.Rows;

    /// <summary>For the way forward: groups of four rows, each its bias, then state weights, then input weights.</summary>
    public static void Pack(RecurrencePlan plan, ReadOnlySpan<float> kernel, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> bias, Span<float> packed)
    {
        int columns = recurrent.Length / plan.Units;
        packed.Clear();
        for (int row = 0; row < plan.Rows; row++)
        {
            Span<float> group = packed[(row / 4 * plan.GroupSize + row % 4)..];
            int ofInput = TCell.KernelColumn(row, plan.Units), ofState = TCell.RecurrentColumn(row, plan.Units);
            for (int k = 0; ofState >= 0 && k < plan.Units; k++) group[4 * (1 + k)] = recurrent[k * columns + ofState];
            for (int i = 0; ofInput >= 0 && i < plan.Features; i++) group[4 * (1 + plan.States + i)] = kernel[i * columns + ofInput];
            (int first, int second) = TCell.BiasPlaces(row, plan.Units);
            if (!bias.IsEmpty) group[0] = (first >= 0 ? bias[first] : 0) + (second >= 0 ? bias[second] : 0);
        }
    }

    /// <summary>For the way back: groups of four inputs or states, [group][row][4], an even number of groups, zeros where one is not full.</summary>
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

    /// <summary>Gradients of all rows, (rows, inner and bias), into gradients in Keras's layout.</summary>
    public static void Unpack(RecurrencePlan plan, ReadOnlySpan<float> rows, Span<float> kernel, Span<float> recurrent, Span<float> bias)
    {
        int columns = recurrent.Length / plan.Units;
        bias.Clear();
        for (int row = 0; row < plan.Rows; row++)
        {
            ReadOnlySpan<float> from = rows.Slice(row * (plan.Inner + 1), plan.Inner + 1);
            int ofInput = TCell.KernelColumn(row, plan.Units), ofState = TCell.RecurrentColumn(row, plan.Units);
            for (int k = 0; ofState >= 0 && k < plan.Units; k++) recurrent[k * columns + ofState] = from[k];
            for (int i = 0; ofInput >= 0 && i < plan.Features; i++) kernel[i * columns + ofInput] = from[plan.States + i];
            if (bias.IsEmpty) continue;
            (int first, int second) = TCell.BiasPlaces(row, plan.Units);
            if (first >= 0) bias[first] += from[plan.Inner];
            if (second >= 0) bias[second] += from[plan.Inner];
        }
    }
}
