namespace Fathom.Trees;

/// <summary>What every fit asks of its rows.</summary>
internal static class RowChecks
{
    /// <exception cref="ArgumentException">There are no rows, or the numbers of rows differ.</exception>
    internal static void Labels(Features features, Labels labels)
    {
        if (features.RowCount == 0)
            throw new ArgumentException("The training features have no rows.", nameof(features));
        if (features.RowCount != labels.Count)
            throw new ArgumentException($"There are {features.RowCount} rows of training features but {labels.Count} labels.", nameof(labels));
    }

    /// <summary>The weights in double precision; 1 each where none are given.</summary>
    /// <exception cref="ArgumentException">Their number differs from that of the rows, one is negative or not finite, or all are 0.</exception>
    internal static double[] Weights(float[]? weights, int rows)
    {
        var result = new double[rows];
        if (weights is null)
        {
            Array.Fill(result, 1);
            return result;
        }
        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} rows.", nameof(weights));
        for (int row = 0; row < rows; row++)
        {
            if (!(weights[row] >= 0) || float.IsInfinity(weights[row]))
                throw new ArgumentException($"Weight {row} is {weights[row]}. Weights are finite and not negative; 0 leaves a row out.", nameof(weights));
            result[row] = weights[row];
        }
        return result.Any(weight => weight > 0) ? result : throw new ArgumentException("All weights are 0: there is nothing to learn from.", nameof(weights));
    }

    /// <summary>Labels as class numbers.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="classes">The number of classes, or null to take it from the greatest label.</param>
    /// <param name="count">The number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">A label is no class number.</exception>
    internal static int[] Classes(Labels labels, int? classes, out int count)
    {
        var numbers = new int[labels.Count];
        count = classes ?? 2;
        for (int row = 0; row < numbers.Length; row++)
        {
            double label = labels.Values[row];
            if (label < 0 || label != Math.Floor(label) || label >= (classes ?? MostClasses))
            {
                throw new ArgumentException(
                    $"Label {row} is {label}, but classes are whole numbers from 0 to {(classes ?? MostClasses) - 1:N0}. Number the classes 0, 1, 2, …, or use a regressor for a numeric target.", nameof(labels));
            }
            numbers[row] = (int)label;
            count = Math.Max(count, numbers[row] + 1);
        }
        return numbers;
    }

    /// <summary>More classes than this are rather a number or an identifier taken for a class.</summary>
    private const int MostClasses = 10_000;
}
