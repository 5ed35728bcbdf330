using System.Runtime.InteropServices;

namespace Fathom.Tabular;

/// <summary>Row access and checks for (rows, features) arrays.</summary>
internal static class Matrices
{
    public static Span<double> Row(double[,] matrix, int row)
    {
        int columns = matrix.GetLength(1);
        return MemoryMarshal.CreateSpan(ref matrix[row, 0], columns);
    }

    public static void CheckFinite(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        if (rows == 0 || columns == 0)
            throw new ArgumentException($"The features have shape ({rows}, {columns}): give at least one row and one feature.");
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> values = Row(matrix, row);
            for (int column = 0; column < columns; column++)
            {
                if (!double.IsFinite(values[column]))
                    throw new ArgumentException($"Feature {column} of row {row} is {values[column]}. Drop the row or fill the value before fitting.");
            }
        }
    }

    public static void CheckColumns(double[,] matrix, int expected)
    {
        if (matrix.GetLength(1) != expected)
            throw new ArgumentException($"The rows have {matrix.GetLength(1)} features but the fit had {expected}. Pass the same features in the same order.");
    }

    public static void CheckTargets(double[,] features, double[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        if (features.GetLength(0) != targets.Length)
            throw new ArgumentException($"There are {features.GetLength(0)} rows but {targets.Length} targets: give every row one.");
        int bad = Array.FindIndex(targets, value => !double.IsFinite(value));
        if (bad >= 0)
            throw new ArgumentException($"Target {bad} is {targets[bad]}. Drop the rows whose target is unknown.");
    }

    public static void CheckClasses(double[,] features, int[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (features.GetLength(0) != classes.Length)
            throw new ArgumentException($"There are {features.GetLength(0)} rows but {classes.Length} classes: give every row one.");
        int bad = Array.FindIndex(classes, value => value < 0);
        if (bad >= 0)
            throw new ArgumentException($"Class {bad} is {classes[bad]}. Number the classes 0, 1, 2, …");
    }

    public static float[,] Narrow(double[,] matrix)
    {
        var narrow = new float[matrix.GetLength(0), matrix.GetLength(1)];
        for (int row = 0; row < narrow.GetLength(0); row++)
            for (int column = 0; column < narrow.GetLength(1); column++)
                narrow[row, column] = (float)matrix[row, column];
        return narrow;
    }

    public static double[,] Widen(float[,] matrix)
    {
        var wide = new double[matrix.GetLength(0), matrix.GetLength(1)];
        for (int row = 0; row < wide.GetLength(0); row++)
            for (int column = 0; column < wide.GetLength(1); column++)
                wide[row, column] = matrix[row, column];
        return wide;
    }
}
