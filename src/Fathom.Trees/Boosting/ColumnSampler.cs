namespace Fathom.Trees;

/// <summary>Draws the columns that a tree may ask about.</summary>
internal sealed class ColumnSampler(double fraction, int columns, int seed)
{
    /// <summary>Per column: whether it was drawn. At least one is.</summary>
    internal bool[] Draw(int round, int output)
    {
        var drawn = new bool[columns];
        int count = Math.Max(1, (int)Math.Round(fraction * columns));
        if (count == columns)
        {
            Array.Fill(drawn, true);
            return drawn;
        }
        var random = new CounterHash(seed, round, RandomPurpose.Columns(output));
        foreach (int column in Enumerable.Range(0, columns).OrderBy(random.At).Take(count))
            drawn[column] = true;
        return drawn;
    }
}
