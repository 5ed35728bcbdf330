namespace Fathom.Trees;

/// <summary>Whether what is said about single columns fits the columns.</summary>
internal static class ColumnRuleCheck
{
    /// <exception cref="ArgumentException">There is not one direction per column, a column of categories has one, or a set names a column that does not exist.</exception>
    internal static void Check(BoostingOptions options, Features features)
    {
        int columns = features.Columns.Count;
        if (options.Monotone.Count > 0 && options.Monotone.Count != columns)
            throw new ArgumentException($"There are {options.Monotone.Count} monotone directions for {columns} feature columns. Give one per column, {nameof(MonotoneDirection)}.{nameof(MonotoneDirection.Any)} where there is none.");
        for (int column = 0; column < options.Monotone.Count; column++)
        {
            if (options.Monotone[column] != MonotoneDirection.Any && features.Columns[column].IsCategorical)
                throw new ArgumentException($"Feature column {column} holds categories, which neither rise nor fall: set its direction to {nameof(MonotoneDirection)}.{nameof(MonotoneDirection.Any)}.");
        }
        foreach (int column in options.Interactions.SelectMany(set => set))
        {
            if (column < 0 || column >= columns)
                throw new ArgumentException($"A set of columns that may interact names column {column}; there are columns 0 to {columns - 1}.");
        }
    }
}
