namespace Fathom.Trees;

internal static class RowMajor
{
    /// <summary>A run of rows out of columns, row after row.</summary>
    internal static float[] Of(float[][] columns, int start, int count)
    {
        var rows = new float[count * columns.Length];
        for (int column = 0; column < columns.Length; column++)
        {
            for (int row = 0; row < count; row++)
                rows[row * columns.Length + column] = columns[column][start + row];
        }
        return rows;
    }
}
