namespace Fathom.Trees;

/// <summary>Sets of levels take memory by their highest code, which a damaged file may give at will: the bits of all sets of a model are limited.</summary>
internal sealed class LevelBudget
{
    private const long MostBits = 1L << 31;

    private long _bits;

    /// <exception cref="InvalidDataException">A code is out of range, or the sets take too much memory.</exception>
    internal CategorySet Set(ReadOnlySpan<int> codes)
    {
        int highest = -1;
        foreach (int code in codes)
        {
            if ((uint)code >= ForeignModel.MostLevels)
                throw new InvalidDataException($"The model is damaged: it asks for category {code}; codes lie in 0 to {ForeignModel.MostLevels - 1}.");
            highest = Math.Max(highest, code);
        }
        _bits += highest + 1;
        return _bits <= MostBits ? new CategorySet(codes) : throw new InvalidDataException("The model is damaged: its sets of categories have more than 256 MB.");
    }
}
