namespace Fathom.Trees;

/// <summary>Two or more columns of categories taken as one, whose levels are the tuples of levels that the fit saw; a missing value is a level like others.</summary>
internal sealed class CategoryCombination
{
    private readonly int[] _columns;
    private readonly int[] _levels;
    private readonly long[] _keys;
    private readonly Dictionary<long, int> _codes;

    /// <param name="columns">The columns' numbers, ascending.</param>
    /// <param name="levels">The number of levels of each.</param>
    /// <param name="keys">The tuples in the order of their codes, each as digits: the first column's level, to the base of the next one's levels and one, and so on.</param>
    /// <exception cref="ArgumentException">A tuple appears twice, or holds a level that its column has not.</exception>
    internal CategoryCombination(int[] columns, int[] levels, long[] keys)
    {
        _columns = columns;
        _levels = levels;
        _keys = keys;
        _codes = new(keys.Length);
        long end = levels.Aggregate(1L, (size, count) => size * (count + 1L));
        for (int code = 0; code < keys.Length; code++)
        {
            if (keys[code] < 0 || keys[code] >= end || !_codes.TryAdd(keys[code], code))
                throw new ArgumentException($"Tuple {code} of a combination of categories stands twice, or has a level that its column has not.", nameof(keys));
        }
    }

    internal IReadOnlyList<int> Columns => _columns;

    internal IReadOnlyList<long> Keys => _keys;

    /// <summary>The number of possible tuples.</summary>
    internal static double Size(IEnumerable<int> levels) => levels.Aggregate(1.0, (size, count) => size * (count + 1.0));

    /// <summary>The combination of columns, with every row's code in it; null where there are more tuples than allowed.</summary>
    /// <param name="columns">The columns' numbers, ascending.</param>
    /// <param name="levels">The number of levels of each.</param>
    /// <param name="codes">Level codes of all the model's columns; NaN is missing.</param>
    /// <param name="most">The most tuples.</param>
    internal static (CategoryCombination Combination, float[] Codes)? Learn(int[] columns, int[] levels, float[][] codes, int most)
    {
        var seen = new Dictionary<long, int>();
        var tuples = new float[codes[columns[0]].Length];
        for (int row = 0; row < tuples.Length; row++)
        {
            long key = 0;
            for (int part = 0; part < columns.Length; part++)
                key = Append(key, codes[columns[part]][row], levels[part]);
            if (!seen.TryGetValue(key, out int code))
            {
                if (seen.Count == most)
                    return null;
                seen.Add(key, code = seen.Count);
            }
            tuples[row] = code;
        }
        return (new(columns, levels, [.. seen.Keys]), tuples);
    }

    /// <summary>A row's code; −1 for a tuple that the fit did not see.</summary>
    /// <param name="row">Level codes of all columns; NaN is missing, other numbers that are no code are unknown.</param>
    internal int CodeOf(ReadOnlySpan<float> row)
    {
        long key = 0;
        for (int part = 0; part < _columns.Length && key >= 0; part++)
            key = Append(key, row[_columns[part]], _levels[part]);
        return key >= 0 ? _codes.GetValueOrDefault(key, -1) : -1;
    }

    /// <summary>The code of a row that lies in columns of level codes, of which those of this combination are there.</summary>
    internal int CodeOf(float[]?[] columns, int row)
    {
        long key = 0;
        for (int part = 0; part < _columns.Length && key >= 0; part++)
            key = Append(key, columns[_columns[part]]![row], _levels[part]);
        return key >= 0 ? _codes.GetValueOrDefault(key, -1) : -1;
    }

    /// <summary>The key with one more digit; −1 where the level is unknown.</summary>
    private static long Append(long key, float code, int levels)
    {
        if (float.IsNaN(code))
            return key * (levels + 1L) + levels;
        return code >= 0 && code < levels ? key * (levels + 1L) + (int)code : -1;
    }
}
