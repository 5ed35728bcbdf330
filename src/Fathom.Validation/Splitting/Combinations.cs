namespace Fathom.Validation;

/// <summary>Choices of k out of n, in lexicographic order.</summary>
internal static class Combinations
{
    /// <summary>C(n, k), exact below 2^53 and otherwise rounded.</summary>
    public static double Count(int n, int k)
    {
        double count = 1;
        for (int i = 1; i <= Math.Min(k, n - k); i++)
            count = Math.Round(count * (n - Math.Min(k, n - k) + i) / i);
        return count;
    }

    public static IEnumerable<int[]> All(int n, int k)
    {
        int[] choice = [.. Enumerable.Range(0, k)];
        while (true)
        {
            yield return (int[])choice.Clone();
            int i = k - 1;
            while (i >= 0 && choice[i] == n - k + i)
                i--;
            if (i < 0)
                yield break;
            choice[i]++;
            for (int j = i + 1; j < k; j++)
                choice[j] = choice[j - 1] + 1;
        }
    }
}
