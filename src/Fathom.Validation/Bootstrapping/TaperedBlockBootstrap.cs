namespace Fathom.Validation;

/// <summary>
/// Tapered block bootstrap (Paparoditis and Politis 2001): moving blocks of the centred series whose ends are faded out, which makes the bias of a resampled
/// variance O(1/b²) instead of O(1/b). For the mean and for smooth functions of means; resampled values
/// are weighted, so order statistics of a resample mean nothing.
/// </summary>
public sealed record TaperedBlockBootstrap : BlockBootstrap
{
    /// <summary>Share of a block over which the window rises, and falls: the paper's optimal trapezoid.</summary>
    private const double Rise = 0.43;

    /// <summary>Creates the method.</summary>
    /// <param name="blockLength">Length of a block in observations, at least 1.</param>
    public TaperedBlockBootstrap(int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        BlockLength = blockLength;
    }

    /// <summary>Length of a block, in observations.</summary>
    public int BlockLength { get; }

    internal override void Check(int observations) => FixedBlocks.Check(BlockLength, observations);

    internal override int Draw(Span<Block> blocks, int observations, ref RandomStream random) =>
        FixedBlocks.Draw(blocks, observations, BlockLength, starts: observations - BlockLength + 1, ref random);

    internal override Resampler CreateResampler(int observations) => new Tapering(this, observations);

    /// <summary>Weights of the positions in a block of a length: w((j + ½)/b), scaled so that their squares sum to the length.</summary>
    internal static double[] Window(int length)
    {
        var weights = new double[length];
        for (int j = 0; j < length; j++)
        {
            double at = (j + 0.5) / length;
            weights[j] = Math.Min(1, Math.Min(at, 1 - at) / Rise);
        }

        double scale = Math.Sqrt(length / SpanMath.Dot(weights, weights));
        for (int j = 0; j < length; j++)
            weights[j] *= scale;
        return weights;
    }

    private sealed class Tapering(TaperedBlockBootstrap bootstrap, int observations) : Resampler
    {
        private readonly Block[] _blocks = new Block[observations];
        private readonly double[] _window = Window(bootstrap.BlockLength);
        private double[] _series = [];
        private double _mean;

        public override void Bind(double[] series) => (_series, _mean) = (series, SpanMath.Mean(series));

        public override void Draw(ref RandomStream random, Span<double> sample)
        {
            int count = bootstrap.Draw(_blocks, observations, ref random), at = 0;
            foreach (Block block in _blocks.AsSpan(0, count))
            {
                ReadOnlySpan<double> source = _series.AsSpan(block.Start, block.Length);
                for (int j = 0; j < source.Length; j++)
                    sample[at + j] = _mean + _window[j] * (source[j] - _mean);
                at += source.Length;
            }
        }
    }
}
