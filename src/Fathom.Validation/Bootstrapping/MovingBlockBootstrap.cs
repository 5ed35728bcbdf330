namespace Fathom.Validation;

/// <summary>Moving block bootstrap (Künsch 1989): blocks of equal length out of all that lie wholly within the series.</summary>
public sealed record MovingBlockBootstrap : BlockBootstrap
{
    /// <summary>Creates the method.</summary>
    /// <param name="blockLength">Length of a block in observations, at least 1; <see cref="Validation.BlockLength.Circular"/> rounded up fits.</param>
    public MovingBlockBootstrap(int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        BlockLength = blockLength;
    }

    /// <summary>Length of a block, in observations.</summary>
    public int BlockLength { get; }

    internal override void Check(int observations) => FixedBlocks.Check(BlockLength, observations);

    internal override int Draw(Span<Block> blocks, int observations, ref RandomStream random) =>
        FixedBlocks.Draw(blocks, observations, BlockLength, starts: observations - BlockLength + 1, ref random);
}
