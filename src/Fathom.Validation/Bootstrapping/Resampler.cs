namespace Fathom.Validation;

/// <summary>What one thread needs to draw resamples of a series; holds its own buffers.</summary>
internal abstract class Resampler
{
    /// <summary>Takes the series that <see cref="Draw"/> resamples from now on.</summary>
    public abstract void Bind(double[] series);

    /// <summary>Writes one resample, as long as the series.</summary>
    public abstract void Draw(ref RandomStream random, Span<double> sample);
}
