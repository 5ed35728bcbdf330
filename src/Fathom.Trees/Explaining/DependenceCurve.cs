namespace Fathom.Trees;

/// <summary>Predictions as one column varies and all others stay as they are: partial dependence (Friedman 2001) and, row by row, individual conditional expectation (Goldstein et al. 2015).</summary>
/// <param name="Column">The column that varies.</param>
/// <param name="Name">Its name, or "f0", "f1", … where it has none.</param>
/// <param name="Values">What it is set to, in ascending order; for categories the codes of the levels.</param>
/// <param name="Levels">The names of the levels, or null for numbers.</param>
/// <param name="Individual">The predictions of each row: shape (rows, values).</param>
public sealed record DependenceCurve(int Column, string Name, IReadOnlyList<double> Values, IReadOnlyList<string>? Levels, double[,] Individual)
{
    /// <summary>The mean prediction over the rows at each value: the partial dependence.</summary>
    public double[] Average
    {
        get
        {
            int rows = Individual.GetLength(0);
            return [.. Enumerable.Range(0, Values.Count).Select(point => Enumerable.Range(0, rows).Sum(row => Individual[row, point]) / rows)];
        }
    }

    /// <summary>The same curves, each less its own first value: they start at 0, and where they part the column interacts with others.</summary>
    public DependenceCurve Centered()
    {
        var centered = (double[,])Individual.Clone();
        for (int row = 0; row < centered.GetLength(0); row++)
        {
            for (int point = 0; point < centered.GetLength(1); point++)
                centered[row, point] -= Individual[row, 0];
        }
        return this with { Individual = centered };
    }
}
