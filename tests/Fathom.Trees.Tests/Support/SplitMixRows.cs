namespace Fathom.Trees.Tests.Support;

/// <summary>The rows that tools/oracles/trees_xgboost.py draws, bit for bit.</summary>
internal sealed record SplitMixRows(Features Features, double[] Targets, int[] Labels)
{
    internal static SplitMixRows Draw(int count, ulong seed)
    {
        ulong state = seed;
        var values = new double[count, 6];
        var targets = new double[count];
        var labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < 6; column++)
                values[row, column] = Uniform();
            double signal = 2 * values[row, 0] + 2 * values[row, 1] * values[row, 2] + values[row, 3] * values[row, 3] - 2;
            double noise = Uniform() + Uniform() - 1;
            targets[row] = signal + 0.5 * noise;
            labels[row] = Uniform() < 0.5 + 0.45 * Math.Clamp(signal, -1, 1) ? 1 : 0;
        }
        return new(Features.FromRows(values), targets, labels);

        double Uniform()
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 40) / (double)(1 << 24);
        }
    }
}
