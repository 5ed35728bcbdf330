namespace Fathom.Validation;

/// <summary>Corrections of p-values for the number of tests. Adjusted values come in the order given and are compared with the level as they stand.</summary>
public static class MultipleTesting
{
    /// <summary>Holm (1979): bounds the chance of any false finding, under any dependence.</summary>
    /// <param name="pValues">p-values, each from 0 to 1.</param>
    /// <exception cref="ArgumentException">A value is outside [0, 1].</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        int[] order = Ordered(pValues);
        var adjusted = new double[pValues.Length];
        double running = 0;
        for (int i = 0; i < order.Length; i++)
            adjusted[order[i]] = running = Math.Max(running, Math.Min(1, (order.Length - i) * pValues[order[i]]));
        return adjusted;
    }

    /// <summary>Benjamini and Hochberg (1995): bounds the expected share of false findings, for independent or positively dependent tests.</summary>
    /// <param name="pValues">p-values, each from 0 to 1.</param>
    /// <exception cref="ArgumentException">A value is outside [0, 1].</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        int[] order = Ordered(pValues);
        var adjusted = new double[pValues.Length];
        double running = 1;
        for (int i = order.Length - 1; i >= 0; i--)
            adjusted[order[i]] = running = Math.Min(running, pValues[order[i]] * order.Length / (i + 1));
        return adjusted;
    }

    private static int[] Ordered(ReadOnlySpan<double> pValues)
    {
        double[] values = pValues.ToArray();
        int wrong = Array.FindIndex(values, p => !(p >= 0 && p <= 1));
        if (wrong >= 0)
            throw new ArgumentException($"pValues[{wrong}] is {values[wrong]}: a p-value lies from 0 to 1.", nameof(pValues));
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values, order);
        return order;
    }
}
