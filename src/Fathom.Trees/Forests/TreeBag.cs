namespace Fathom.Trees;

/// <summary>The rows and columns that one tree of a forest learns from.</summary>
/// <param name="Weights">The weight of each row; 0 leaves it out.</param>
/// <param name="Columns">The columns, ascending, or null for all.</param>
/// <param name="InBag">One bit per row that was drawn, or null where all rows are.</param>
internal sealed record TreeBag(double[] Weights, int[]? Columns, ulong[]? InBag)
{
    /// <summary>Draws rows and columns.</summary>
    /// <param name="weights">The weights of all rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rules">How to draw.</param>
    /// <param name="random">Draws.</param>
    internal static TreeBag Draw(double[] weights, int columns, BagRules rules, ref SplitMix random)
    {
        int rows = weights.Length, draws = Math.Max(1, (int)Math.Round(rows * rules.RowFraction));
        int[]? chosen = null;
        if (rules.ColumnFraction < 1)
        {
            var draw = new ColumnDraw(columns);
            chosen = new int[Math.Max(1, (int)(columns * rules.ColumnFraction))];
            for (int i = 0; i < chosen.Length; i++)
                chosen[i] = draw.Next(ref random);
            Array.Sort(chosen);
        }
        if (!rules.Bootstrap && draws == rows)
            return new(weights, chosen, null);
        var drawn = new double[rows];
        var inBag = new ulong[(rows + 63) / 64];
        // A bag without any weight would leave nothing to learn from: draw again.
        do
        {
            Array.Clear(drawn);
            Array.Clear(inBag);
            if (rules.Bootstrap)
                WithReplacement(drawn, draws, ref random);
            else
                WithoutReplacement(drawn, draws, ref random);
            for (int row = 0; row < rows; row++)
            {
                inBag[row >> 6] |= (drawn[row] > 0 ? 1UL : 0) << (row & 63);
                drawn[row] *= weights[row];
            }
        }
        while (!drawn.Any(weight => weight > 0));
        return new(drawn, chosen, inBag);
    }

    private static void WithReplacement(double[] drawn, int draws, ref SplitMix random)
    {
        for (int i = 0; i < draws; i++)
            drawn[random.Below(drawn.Length)]++;
    }

    /// <summary>Each row is taken with the probability that leaves exactly as many as wanted (Knuth, algorithm S).</summary>
    private static void WithoutReplacement(double[] drawn, int draws, ref SplitMix random)
    {
        for (int row = 0; row < drawn.Length; row++)
        {
            if (random.Below(drawn.Length - row) >= draws)
                continue;
            drawn[row] = 1;
            draws--;
        }
    }
}
