namespace Fathom.Validation;

/// <summary>Resamples by drawing blocks and copying them.</summary>
internal sealed class BlockResampler(BlockBootstrap bootstrap, int observations) : Resampler
{
    private readonly Block[] _blocks = new Block[observations];
    private double[] _series = [];

    public override void Bind(double[] series) => _series = series;

    public override void Draw(ref RandomStream random, Span<double> sample)
    {
        int count = bootstrap.Draw(_blocks, observations, ref random);
        Block.Gather(_blocks.AsSpan(0, count), _series, sample);
    }
}
