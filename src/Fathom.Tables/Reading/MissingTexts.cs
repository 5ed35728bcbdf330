using System.Text;

namespace Fathom.Tables.Reading;

/// <summary>The texts that mean "missing", compared without case and outer blanks.</summary>
internal sealed class MissingTexts(IReadOnlyList<string> texts)
{
    private readonly HashSet<string> _texts = new(texts.Select(text => text.Trim()), StringComparer.OrdinalIgnoreCase);
    private readonly int _longest = texts.Count == 0 ? 0 : texts.Max(text => Encoding.UTF8.GetByteCount(text.Trim()));

    public bool Contains(string text) => string.IsNullOrWhiteSpace(text) || _texts.Contains(text.Trim());

    public bool Contains(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> bare = cell.Trim((byte)' ');
        return bare.IsEmpty || (bare.Length <= _longest && _texts.Contains(Encoding.UTF8.GetString(bare)));
    }
}
