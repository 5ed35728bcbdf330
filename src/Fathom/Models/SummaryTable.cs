using System.Text;

namespace Fathom.Models;

/// <summary>A table as Keras 3 prints it, cell by cell as the library it prints with would break and shorten them.</summary>
internal sealed class SummaryTable
{
    private readonly string[] _header;
    private readonly int[] _widths;
    private readonly bool _plain;
    private readonly List<string[]> _rows = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="connected">Whether it says what each layer is connected to.</param>
    /// <param name="lineLength">Its width in characters.</param>
    /// <param name="plain">Whether to write it in plain ASCII.</param>
    public SummaryTable(bool connected, int lineLength, bool plain)
    {
        _plain = plain;
        _header = connected ? ["Layer (type)", "Output Shape", "Param #", "Connected to"] : ["Layer (type)", "Output Shape", "Param #"];
        double[] positions = connected ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1];
        _widths = Widths(positions, lineLength);
    }

    /// <summary>Adds a layer: one text per column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>What stands before the name of a layer inside an inner model.</summary>
    public string Branch => _plain ? "+ " : "└ ";

    /// <summary>Writes the table.</summary>
    /// <param name="text">Where to.</param>
    public void Write(StringBuilder text)
    {
        Rule(text, _plain ? "+-++" : "┏━┳┓");
        Line(text, _header, _plain ? '|' : '┃');
        Rule(text, _plain ? "|-+|" : "┡━╇┩");
        for (int row = 0; row < _rows.Count; row++)
        {
            if (row > 0) Rule(text, _plain ? "|-+|" : "├─┼┤");
            Line(text, _rows[row], _plain ? '|' : '│');
        }
        Rule(text, _plain ? "+-++" : "└─┴┘");
    }

    private void Rule(StringBuilder text, string marks)
    {
        text.Append(marks[0]);
        for (int column = 0; column < _widths.Length; column++)
            text.Append(marks[1], _widths[column]).Append(column < _widths.Length - 1 ? marks[2] : marks[3]);
        text.Append('\n');
    }

    private void Line(StringBuilder text, string[] cells, char bar)
    {
        List<string>[] parts = [.. cells.Select((cell, column) => Wrap(cell, _widths[column] - 2))];
        for (int line = 0; line < parts.Max(part => part.Count); line++)
        {
            text.Append(bar);
            for (int column = 0; column < cells.Length; column++)
            {
                string part = line < parts[column].Count ? parts[column][line] : "";
                int width = _widths[column] - 2;
                text.Append(' ').Append(column == 2 ? part.PadLeft(width) : part.PadRight(width)).Append(' ').Append(bar);
            }
            text.Append('\n');
        }
    }

    // Columns take their shares of the line and two spaces of padding each; what that is too much for the borders is taken off evenly.
    private static int[] Widths(double[] positions, int lineLength)
    {
        var widths = new int[positions.Length];
        int reached = 0;
        for (int column = 0; column < widths.Length; column++)
        {
            int width = (int)(positions[column] * lineLength) - reached;
            reached += width;
            widths[column] = width + 2;
        }
        int excess = widths.Sum() - (lineLength - widths.Length - 1);
        for (int column = 0; column < widths.Length; column++)
        {
            int taken = (int)Math.Round(excess / (double)(widths.Length - column), MidpointRounding.ToEven);
            widths[column] -= taken;
            excess -= taken;
        }
        return widths;
    }

    // Words go to the next line where they do not fit; one that fits on no line is shortened.
    private List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            while (at < text.Length && text[at] == ' ') at++;
            while (at < text.Length && text[at] != ' ') at++;
            string word = text[start..at];
            if (line.Length > 0 && line.Length + word.Length > width)
            {
                lines.Add(Shorten(line.ToString(), width));
                line.Clear();
                word = word.TrimStart();
            }
            line.Append(word);
        }
        lines.Add(Shorten(line.ToString(), width));
        return lines;
    }

    private string Shorten(string text, int width)
    {
        string mark = _plain ? "..." : "…";
        return text.Length <= width ? text : text[..Math.Max(0, width - mark.Length)] + mark[..Math.Min(width, mark.Length)];
    }
}
