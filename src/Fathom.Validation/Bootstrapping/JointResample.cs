namespace Fathom.Validation;

/// <summary>Draws the same observations of several series. For one thread.</summary>
internal sealed class JointResample
{
    private readonly int _seed;
    private readonly Resampler[] _resamplers;
    private readonly double[][] _samples;

    internal JointResample(BlockBootstrap bootstrap, int series, int observations)
    {
        _seed = bootstrap.Seed;
        _resamplers = [.. Enumerable.Range(0, series).Select(_ => bootstrap.CreateResampler(observations))];
        _samples = [.. Enumerable.Range(0, series).Select(_ => new double[observations])];
    }

    /// <summary>Sets what is drawn from.</summary>
    internal void Bind(IReadOnlyList<double[]> series)
    {
        for (int k = 0; k < _resamplers.Length; k++)
            _resamplers[k].Bind(series[k]);
    }

    /// <summary>The resample of a number, valid until the next draw.</summary>
    internal double[][] Draw(long number)
    {
        for (int k = 0; k < _samples.Length; k++)
        {
            var random = new RandomStream(_seed, number);
            _resamplers[k].Draw(ref random, _samples[k]);
        }

        return _samples;
    }
}
