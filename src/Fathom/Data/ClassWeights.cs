namespace Fathom.Data;

/// <summary>Turns weights by class into weights by sample.</summary>
internal static class ClassWeights
{
    public static Samples? Combine(Samples targets, IReadOnlyDictionary<int, float>? byClass, Samples? bySample)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (byClass is null) return bySample;
        ReadOnlySpan<float> labels = targets.Values;
        int width = targets.Count == 0 ? 1 : labels.Length / targets.Count;
        float[] weights = new float[targets.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            int label = width == 1 ? (int)labels[i] : Largest(labels.Slice(i * width, width));
            weights[i] = (byClass.TryGetValue(label, out float weight) ? weight : 1) * (bySample is null ? 1 : bySample.Values[i]);
        }
        return weights;
    }

    private static int Largest(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
            if (row[i] > row[best])
                best = i;
        return best;
    }
}
