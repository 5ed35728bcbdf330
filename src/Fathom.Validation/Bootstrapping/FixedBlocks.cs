namespace Fathom.Validation;

/// <summary>Blocks of one length; the last is cut to fit.</summary>
internal static class FixedBlocks
{
    public static void Check(int length, int observations)
    {
        if (length > observations)
            throw new ArgumentException($"A block length of {length} exceeds the {observations} observations. Use a shorter one; BlockLength.Optimal(series).Circular suggests it.");
    }

    public static int Draw(Span<Block> blocks, int observations, int length, int starts, ref RandomStream random)
    {
        int count = 0;
        for (int left = observations; left > 0; left -= length)
            blocks[count++] = new Block(random.NextInt(starts), Math.Min(length, left));
        return count;
    }
}
