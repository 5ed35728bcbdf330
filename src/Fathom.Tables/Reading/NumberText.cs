using System.Globalization;
using System.Text;

namespace Fathom.Tables.Reading;

/// <summary>Reads numbers from text: correctly rounded, no grouping signs, infinity as "inf" or "Infinity".</summary>
internal static class NumberText
{
    // Every integer below 2^53 and every power of ten up to 10^22 is a double, and one division of two doubles is correctly rounded
    // (Clinger 1990, "How to read floating point numbers accurately", the fast path).
    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    public static bool TryParse(ReadOnlySpan<byte> cell, char decimalSign, out double value) =>
        TryParsePlain(cell, (byte)decimalSign, out value) || TryParseAny(cell, decimalSign, out value);

    /// <summary>An optional minus, up to 18 digits of at most 2⁵³ together, at most one decimal sign; anything else is left to others.</summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> cell, byte decimalSign, out double value)
    {
        value = 0;
        bool negative = cell.Length > 0 && cell[0] == '-';
        int start = negative ? 1 : 0;
        if (cell.Length - start is 0 or > 19) return false;
        long digits = 0;
        int point = -1;
        for (int i = start; i < cell.Length; i++)
        {
            uint digit = cell[i] - (uint)'0';
            if (digit <= 9) digits = (digits * 10) + digit;
            else if (cell[i] == decimalSign && point < 0) point = i;
            else return false;
        }
        int count = cell.Length - start - (point < 0 ? 0 : 1);
        if (count is 0 or > 18 || digits > 1L << 53) return false;
        value = point < 0 ? digits : digits / PowersOfTen[cell.Length - point - 1];
        if (negative) value = -value;
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> cell, char decimalSign, out double value)
    {
        value = double.NaN;
        ReadOnlySpan<byte> bare = cell.Trim((byte)' ');
        if (bare.IsEmpty || bare.Length > 400) return false;
        if (decimalSign != '.')
        {
            if (bare.Contains((byte)'.')) return false;
            Span<byte> pointed = stackalloc byte[bare.Length];
            bare.Replace(pointed, (byte)decimalSign, (byte)'.');
            return double.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
        if (double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        bool signed = bare[0] is (byte)'-' or (byte)'+';
        if (!Ascii.EqualsIgnoreCase(signed ? bare[1..] : bare, "inf"u8)) return false;
        value = bare[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return true;
    }
}
