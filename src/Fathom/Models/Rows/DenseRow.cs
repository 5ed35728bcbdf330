using Fathom.Kernels;

namespace Fathom.Models.Rows;

/// <summary>x · kernel + bias for every timestep, units in lanes; four sums at a time, so that none waits for the one before.</summary>
/// <typeparam name="T">The register.</typeparam>
internal sealed unsafe class DenseRow<T> : RowStage where T : unmanaged, ILanes<T>
{
    private readonly float[] _kernel, _bias;
    private readonly int _steps, _inputs, _units, _panels;

    /// <summary>Packs the weights.</summary>
    /// <param name="steps">How many timesteps, 1 for a plain row.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="units">Features out.</param>
    /// <param name="kernel">(inputs, units).</param>
    /// <param name="bias">(units), or empty.</param>
    public DenseRow(int steps, int inputs, int units, float[] kernel, float[] bias) : base(steps * units)
    {
        (_steps, _inputs, _units, _panels) = (steps, inputs, units, (units + T.Count - 1) / T.Count);
        _kernel = GC.AllocateArray<float>(_panels * inputs * T.Count, pinned: true);
        _bias = GC.AllocateArray<float>(_panels * T.Count, pinned: true);
        bias.CopyTo(_bias, 0);
        for (int i = 0; i < inputs; i++)
            for (int unit = 0; unit < units; unit++)
                _kernel[(unit / T.Count * inputs + i) * T.Count + unit % T.Count] = kernel[i * units + unit];
    }

    public override int Written => (_steps - 1) * _units + _panels * T.Count;

    public override void Run(float* from, float* to, float* scratch)
    {
        fixed (float* packed = _kernel, bias = _bias)
        {
            for (int step = 0; step < _steps; step++, from += _inputs, to += _units)
            {
                float* kernel = packed;
                for (int panel = 0; panel < _panels; panel++)
                {
                    T a = T.Load(bias + panel * T.Count), b = T.Of(0f), c = b, d = b;
                    int i = 0;
                    for (; i + 4 <= _inputs; i += 4, kernel += 4 * T.Count)
                    {
                        a = T.MultiplyAdd(T.Of(from[i]), T.Load(kernel), a);
                        b = T.MultiplyAdd(T.Of(from[i + 1]), T.Load(kernel + T.Count), b);
                        c = T.MultiplyAdd(T.Of(from[i + 2]), T.Load(kernel + 2 * T.Count), c);
                        d = T.MultiplyAdd(T.Of(from[i + 3]), T.Load(kernel + 3 * T.Count), d);
                    }
                    for (; i < _inputs; i++, kernel += T.Count) a = T.MultiplyAdd(T.Of(from[i]), T.Load(kernel), a);
                    // The next timestep is written after this one, over what hangs over.
                    ((a + b) + (c + d)).Store(to + panel * T.Count);
                }
            }
        }
    }
}
