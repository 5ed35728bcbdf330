using System.Text;

namespace Fathom.Tables.Reading;

/// <summary>Reads "true" and "false", in any case, as 1 and 0.</summary>
internal static class TruthText
{
    public static bool TryParse(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        if (cell.Length is not (4 or 5)) return false;
        if (Ascii.EqualsIgnoreCase(cell, "true"u8)) value = 1;
        else if (!Ascii.EqualsIgnoreCase(cell, "false"u8)) return false;
        return true;
    }
}
