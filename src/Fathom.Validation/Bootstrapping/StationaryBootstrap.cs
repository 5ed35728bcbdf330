namespace Fathom.Validation;

/// <summary>
/// Stationary bootstrap (Politis and Romano 1994): blocks that start anywhere, wrap round the end and have geometric lengths, so that the
/// resampled series is stationary.
/// </summary>
/// <example><code>
/// var bootstrap = new StationaryBootstrap(meanBlockLength: BlockLength.Optimal(returns).Stationary) { Seed = 1 };
/// Interval ci = bootstrap.ConfidenceInterval(returns, Sharpe.Ratio, replications: 10_000);
/// </code></example>
public sealed record StationaryBootstrap : BlockBootstrap
{
    private readonly GeometricLengths _lengths;

    /// <summary>Creates the method.</summary>
    /// <param name="meanBlockLength">Mean length of a block in observations, at least 1; see <see cref="BlockLength.Optimal"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or not finite.</exception>
    public StationaryBootstrap(double meanBlockLength)
    {
        if (!(meanBlockLength >= 1 && double.IsFinite(meanBlockLength)))
            throw new ArgumentOutOfRangeException(nameof(meanBlockLength), meanBlockLength, "A mean block length is a finite number of observations, at least 1.");
        MeanBlockLength = meanBlockLength;
        _lengths = new GeometricLengths(meanBlockLength);
    }

    /// <summary>Mean length of a block, in observations.</summary>
    public double MeanBlockLength { get; }

    internal override void Check(int observations)
    {
        if (MeanBlockLength > observations)
            throw new ArgumentException($"A mean block length of {MeanBlockLength:0.##} exceeds the {observations} observations. Use a shorter one, such as BlockLength.Optimal(series).Stationary.");
    }

    internal override int Draw(Span<Block> blocks, int observations, ref RandomStream random)
    {
        // A copy, so that the state stays in registers.
        RandomStream stream = random;
        int count = 0;
        for (int left = observations; left > 0; count++)
        {
            int start = stream.NextInt(observations, out ulong rest);
            int taken = Math.Min(_lengths.From(rest), left);
            blocks[count] = new Block(start, taken);
            left -= taken;
        }

        random = stream;
        return count;
    }
}
