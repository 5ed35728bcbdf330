using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>
/// Draws the masks of one layer from a generator of its own, seeded when the layer is made: masks repeat bit for bit whatever else draws at the
/// same time.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Lives as long as its layer; the generator's own finalizer frees it.")]
internal sealed class DropoutMask
{
    private readonly int _seed = Seeds.Next();
    private Generator? _generator;

    /// <summary>A mask of zeros (with probability <paramref name="rate"/>) and 1 / (1 − rate), so that sums keep their expectation.</summary>
    public Tensor Draw(float rate, ReadOnlySpan<long> shape, Device device)
    {
        if (_generator is null || _generator.device.type != device.type)
        {
            _generator?.Dispose();
            _generator = new Generator((ulong)(uint)_seed, device);
        }
        return empty(shape, dtype: float32, device: device).bernoulli_(1 - rate, _generator).mul_(1 / (1 - rate));
    }

    /// <summary>A rate as every dropping layer takes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public static float CheckRate(float rate, string name) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A dropout rate is the fraction dropped, from 0 up to but without 1.");
}
