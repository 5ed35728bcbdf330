namespace Fathom.Trees;

/// <summary>Averages, for each training row, the trees that did not draw it.</summary>
internal static class OutOfBagPredictions
{
    /// <param name="fitted">The trees.</param>
    /// <param name="inBag">For each tree, one bit per row that it drew.</param>
    /// <param name="features">The training rows.</param>
    /// <param name="workers">Spreads rows over threads.</param>
    /// <param name="score">Scores row-major predictions where rows have any.</param>
    internal static OutOfBag Of(FittedForest fitted, ulong[][] inBag, Features features, Workers workers, Func<double[], bool[], double> score)
    {
        int outputs = fitted.Outputs, rows = features.RowCount;
        var predictions = new double[rows * outputs];
        var votes = new int[rows];
        fitted.ForLeaves(features, workers, (tree, index, firstRow, leaves) =>
        {
            for (int i = 0; i < leaves.Length; i++)
            {
                int row = firstRow + i;
                if ((inBag[index][row >> 6] >> (row & 63) & 1) != 0)
                    continue;
                votes[row]++;
                ReadOnlySpan<double> value = tree.Value(leaves[i]);
                for (int output = 0; output < outputs; output++)
                    predictions[row * outputs + output] += value[output];
            }
        });
        for (int i = 0; i < predictions.Length; i++)
            predictions[i] = votes[i / outputs] == 0 ? double.NaN : predictions[i] / votes[i / outputs];
        return new(score(predictions, Array.ConvertAll(votes, count => count > 0)), ClassScores.Matrix(predictions, outputs));
    }
}
