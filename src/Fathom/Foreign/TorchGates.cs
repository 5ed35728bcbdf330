using Fathom.Layers;

namespace Fathom.Foreign;

/// <summary>
/// The weights of recurrent layers as PyTorch has them: (gates · units, inputs), one bias with the inputs and one with the state. LSTM's gates i, f, g, o are in the order here;
/// GRU's r, z, n are z, r, h̃ here.
/// </summary>
internal static class TorchGates
{
    public static WeightSource Source(VectorCell cell, Weight weight, string path, string suffix)
    {
        int[] order = cell is GRUCell ? [1, 0, 2] : [.. Enumerable.Range(0, weight.Shape[^1] / cell.Units)];
        int units = cell.Units, width = order.Length * units;
        string changed = cell is GRUCell ? ", gates r, z, n to z, r, h" : "";
        if (cell is GRUCell { ResetAfter: false })
            throw new InvalidOperationException($"The GRU '{path}' has ResetAfter false: its reset gate acts before the matrix product, which PyTorch's does not. Make it with ResetAfter true.");
        if (weight.Name == "bias")
        {
            string[] names = [$"{path}.bias_ih{suffix}", $"{path}.bias_hh{suffix}"];
            return cell is GRUCell
                ? new(names, [[width], [width]], $"one below the other{changed}", values => [.. Gates(values[0], order, units), .. Gates(values[1], order, units)])
                : new(names, [[width], [width]], "added", values => [.. values[0].Zip(values[1], (input, state) => input + state)]);
        }
        int inputs = weight.Shape[0];
        string name = weight.Name == "kernel" ? "weight_ih" : "weight_hh";
        return new([$"{path}.{name}{suffix}"], [[width, inputs]], $"transposed{changed}", values => AxisOrder.Permute(Gates(values[0], order, units * inputs), [width, inputs], [1, 0]));
    }

    private static float[] Gates(float[] values, int[] order, int each) => [.. order.SelectMany(gate => values[(gate * each)..((gate + 1) * each)])];
}
