namespace Fathom.Trees;

/// <summary>Which columns of categories are combined.</summary>
internal static class CombinationChoice
{
    /// <summary>Each combination takes as much memory and time as a column of categories of its own.</summary>
    internal const int MostCombinations = 50;

    /// <summary>Tuples beyond this number would not fit a key.</summary>
    private const double MostTuples = 1L << 62;

    /// <summary>
    /// Combinations of 2 up to a number of columns with every row's code in them. Of more than <see cref="MostCombinations"/>, those with the fewest possible tuples are taken, since
    /// more rows share each. Left out are then those with more tuples than half the rows, and those that tell no more apart than fewer of their columns do.
    /// </summary>
    /// <param name="levels">Per column its number of levels; 0 for numbers.</param>
    /// <param name="codes">Level codes of all columns.</param>
    /// <param name="most">The most columns in a combination.</param>
    internal static List<(CategoryCombination Combination, float[] Codes)> Choose(int[] levels, float[][] codes, int most)
    {
        int[] categorical = [.. Enumerable.Range(0, levels.Length).Where(column => levels[column] > 0)];
        int[][] candidates = [.. Candidates(categorical, levels, most)];
        Dictionary<int, int> single = categorical.ToDictionary(column => column, column => codes[column].Distinct().Count());
        var chosen = new List<(CategoryCombination Combination, float[] Codes)>();
        foreach (int[] columns in candidates)
        {
            int[] counts = Array.ConvertAll(columns, column => levels[column]);
            if (CategoryCombination.Learn(columns, counts, codes, codes[columns[0]].Length / 2) is not { } learnt)
                continue;
            int tuples = learnt.Combination.Keys.Count;
            bool saysMore = columns.All(column => single[column] < tuples)
                && !chosen.Exists(other => other.Combination.Keys.Count == tuples && other.Combination.Columns.All(columns.Contains));
            if (saysMore)
                chosen.Add(learnt);
        }
        return chosen;
    }

    /// <summary>The fewest possible tuples first; of equal ones those of fewer columns, then of earlier ones.</summary>
    private static IEnumerable<int[]> Candidates(int[] categorical, int[] levels, int most)
    {
        var open = new List<int[]>([.. categorical.Select(column => (int[])[column])]);
        var candidates = new List<int[]>();
        for (int size = 2; size <= most; size++)
        {
            // A combination has more possible tuples than fewer of its columns have: where these come too late, so does it.
            open = [.. open.SelectMany(columns => categorical.Where(column => column > columns[^1]).Select(column => (int[])[.. columns, column]))
                .Where(columns => Tuples(columns) < MostTuples).OrderBy(Tuples).Take(MostCombinations)];
            candidates.AddRange(open);
        }
        return candidates.OrderBy(Tuples).Take(MostCombinations);

        double Tuples(int[] columns) => CategoryCombination.Size(columns.Select(column => levels[column]));
    }
}
