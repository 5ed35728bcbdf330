namespace Fathom.Trees;

/// <summary>Chooses rows by the size of their gradients and scales up the derivatives of those that stand for others.</summary>
internal sealed class GossSampler(GossRows sampling, RoundGradients gradients, int rows, int outputs)
{
    /// <summary>A positive float's upper half: sign, exponent and 7 bits, so that thresholds are right to 1 %.</summary>
    private const int KeyShift = 16;

    private readonly uint[] _keys = new uint[rows];

    /// <summary>The chosen rows, ascending.</summary>
    internal int[] Draw(CounterHash random)
    {
        uint threshold = Threshold();
        double others = Math.Min(1, sampling.OtherFraction / (1 - sampling.TopFraction));
        var chosen = new List<int>();
        for (int row = 0; row < rows; row++)
        {
            bool isTop = _keys[row] >= threshold;
            if (!isTop && random.UniformAt(row) >= others)
                continue;
            chosen.Add(row);
            if (!isTop)
                Amplify(row, (float)(1 / others));
        }
        return [.. chosen];
    }

    /// <summary>The key that at least <see cref="GossRows.TopFraction"/> of the rows reach.</summary>
    private uint Threshold()
    {
        var counts = new int[1 << (32 - KeyShift)];
        for (int row = 0; row < rows; row++)
        {
            float size = 0;
            foreach (float gradient in gradients.Gradients.AsSpan(row * outputs, outputs))
                size += Math.Abs(gradient);
            _keys[row] = BitConverter.SingleToUInt32Bits(size) >> KeyShift;
            counts[_keys[row]]++;
        }
        long wanted = (long)Math.Ceiling(sampling.TopFraction * rows);
        uint key = (uint)counts.Length - 1;
        for (long reached = counts[key]; reached < wanted && key > 0; reached += counts[key])
            key--;
        return key;
    }

    private void Amplify(int row, float factor)
    {
        for (int at = row * outputs; at < (row + 1) * outputs; at++)
        {
            gradients.Gradients[at] *= factor;
            gradients.Hessians[at] *= factor;
        }
    }
}
