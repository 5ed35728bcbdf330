namespace Fathom.Trees;

/// <summary>Where scores start.</summary>
internal static class StartScores
{
    /// <summary>Every row starts from the base scores, plus its margin if it has one.</summary>
    internal static void Fill(Span<double> scores, ReadOnlySpan<double> baseScores, ReadOnlySpan<double> margin)
    {
        for (int i = 0; i < scores.Length; i++)
            scores[i] = baseScores[i % baseScores.Length];
        for (int i = 0; i < margin.Length; i++)
            scores[i] += margin[i];
    }
}
