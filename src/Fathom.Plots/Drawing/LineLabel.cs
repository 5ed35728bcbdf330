namespace Fathom.Plots.Drawing;

/// <summary>The label at the end of a line.</summary>
/// <param name="Text">The label.</param>
/// <param name="Color">Colour of the line.</param>
/// <param name="Dashed">Whether the line is dashed.</param>
/// <param name="Y">Pixels from the top.</param>
internal sealed record LineLabel(string Text, string Color, bool Dashed, double Y)
{
    private const double Apart = 16;

    /// <summary>Labels moved up or down as little as keeps them apart and inside the picture.</summary>
    public static IReadOnlyList<LineLabel> Spread(IEnumerable<LineLabel> labels, double top, double bottom)
    {
        LineLabel[] spread = [.. labels.OrderBy(label => label.Y)];
        double least = top;
        for (int index = 0; index < spread.Length; index++, least += Apart)
        {
            spread[index] = spread[index] with { Y = Math.Max(spread[index].Y, least) };
            least = spread[index].Y;
        }

        double most = bottom;
        for (int index = spread.Length - 1; index >= 0; index--)
        {
            spread[index] = spread[index] with { Y = Math.Min(spread[index].Y, most) };
            most = spread[index].Y - Apart;
        }

        return spread;
    }
}
