namespace Fathom.Trees;

/// <summary>Scores per row and class in the shapes that callers see.</summary>
internal static class ClassScores
{
    /// <summary>The class with the greatest score in each row; of equals the lower number.</summary>
    internal static int[] Greatest(ReadOnlySpan<double> scores, int classes)
    {
        var greatest = new int[scores.Length / classes];
        for (int row = 0; row < greatest.Length; row++)
            greatest[row] = Greatest(scores.Slice(row * classes, classes));
        return greatest;
    }

    internal static int Greatest(ReadOnlySpan<double> scores)
    {
        int greatest = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[greatest])
                greatest = i;
        }
        return greatest;
    }

    internal static float[,] Matrix(ReadOnlySpan<double> scores, int classes)
    {
        var matrix = new float[scores.Length / classes, classes];
        for (int i = 0; i < scores.Length; i++)
            matrix[i / classes, i % classes] = (float)scores[i];
        return matrix;
    }

    /// <summary>Row weights times the factors of their classes.</summary>
    /// <exception cref="ArgumentException">All products are 0.</exception>
    internal static double[] Weigh(double[] weights, int[] labels, int classes, ClassWeights classWeights)
    {
        double[] factors = classWeights.Factors(labels, classes);
        for (int row = 0; row < weights.Length; row++)
            weights[row] *= factors[labels[row]];
        return weights.Any(weight => weight > 0)
            ? weights : throw new ArgumentException("All rows have weight 0 once class weights are applied: there is nothing to learn from.", nameof(classWeights));
    }
}
