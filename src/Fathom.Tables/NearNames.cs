namespace Fathom.Tables;

/// <summary>Finds the names somebody may have meant, by edit distance with transpositions (optimal string alignment).</summary>
public static class NearNames
{
    /// <summary>The names nearest to a misspelt one, best first.</summary>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <param name="count">At most this many are returned.</param>
    /// <returns>Names at most a third of the length (and at least two edits) away, ignoring case; or that contain the name.</returns>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates, int count = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        int reach = Math.Max(2, name.Length / 3);
        return [.. candidates
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(near => near.distance <= reach || (name.Length > 2 && near.candidate.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(near => near.distance).ThenBy(near => near.candidate, StringComparer.Ordinal)
            .Take(count).Select(near => near.candidate)];
    }

    /// <summary>A sentence that offers the nearest names, or lists what exists where nothing is near.</summary>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <param name="plural">What the candidates are, such as "columns".</param>
    public static string Suggest(string name, IReadOnlyCollection<string> candidates, string plural)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        IReadOnlyList<string> near = Of(name, candidates);
        if (near.Count > 0) return $"Did you mean {string.Join(" or ", near.Select(each => $"'{each}'"))}?";
        if (candidates.Count == 0) return $"There are no {plural}.";
        string listed = string.Join(", ", candidates.Take(12).Select(each => $"'{each}'"));
        return candidates.Count <= 12 ? $"The {plural} are {listed}." : $"The {plural} are {listed} and {candidates.Count - 12} more.";
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one name into the other, ignoring case.</summary>
    internal static int Distance(string first, string second)
    {
        var a = first.ToUpperInvariant();
        var b = second.ToUpperInvariant();
        var before = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous, current) = (previous, current, before);
        }
        return previous[b.Length];
    }
}
