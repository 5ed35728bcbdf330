namespace Fathom.Validation;

/// <summary>Circular block bootstrap (Politis and Romano 1992): blocks of equal length that start anywhere and wrap round the end.</summary>
public sealed record CircularBlockBootstrap : BlockBootstrap
{
    /// <summary>Creates the method.</summary>
    /// <param name="blockLength">Length of a block in observations, at least 1; see <see cref="BlockLength.Optimal"/>.</param>
    public CircularBlockBootstrap(int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        BlockLength = blockLength;
    }

    /// <summary>Length of a block, in observations.</summary>
    public int BlockLength { get; }

    internal override void Check(int observations) => FixedBlocks.Check(BlockLength, observations);

    internal override int Draw(Span<Block> blocks, int observations, ref RandomStream random) =>
        FixedBlocks.Draw(blocks, observations, BlockLength, starts: observations, ref random);
}
