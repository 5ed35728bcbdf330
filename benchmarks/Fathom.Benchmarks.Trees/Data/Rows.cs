namespace Fathom.Benchmarks.Trees;

/// <summary>Row-major inputs with NaN as missing, and a label per row.</summary>
internal sealed record Rows(float[] Values, float[] Labels)
{
    internal int Count => Labels.Length;

    internal float[] Column(int column)
    {
        int columns = Values.Length / Count;
        var values = new float[Count];
        for (int row = 0; row < values.Length; row++)
            values[row] = Values[row * columns + column];
        return values;
    }
}
