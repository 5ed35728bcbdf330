namespace Fathom.Trees;

/// <summary>How much a score falls without what a column says.</summary>
/// <param name="Column">The column's number.</param>
/// <param name="Name">The column's name, or "f0", "f1", … where it has none.</param>
/// <param name="Losses">The score with the column less the score without it, once per repeat.</param>
public sealed record ColumnImportance(int Column, string Name, IReadOnlyList<double> Losses)
{
    /// <summary>The mean loss of score.</summary>
    public double Mean => Losses.Average();

    /// <summary>The standard deviation over the repeats, with n − 1; 0 for a single one.</summary>
    public double Deviation
    {
        get
        {
            double mean = Mean;
            return Losses.Count > 1 ? Math.Sqrt(Losses.Sum(loss => (loss - mean) * (loss - mean)) / (Losses.Count - 1)) : 0;
        }
    }

    /// <summary>Asks for the losses of every column and sorts them, the greatest mean first.</summary>
    internal static IReadOnlyList<ColumnImportance> Of(Features features, Func<int, double[]> losses) =>
        [.. Enumerable.Range(0, features.Columns.Count)
            .Select(column => new ColumnImportance(column, features.Columns[column].Name ?? $"f{column}", losses(column)))
            .OrderByDescending(importance => importance.Mean)];
}
