namespace Fathom.Kernels;

/// <summary>The mask of a block's timesteps in lanes: what it skips keeps the state, and shows the last output again, or zero.</summary>
/// <typeparam name="T">The register.</typeparam>
internal readonly unsafe struct PaddedLanes<T> where T : unmanaged, ILanes<T>
{
    private readonly RecurrencePlan _plan;
    private readonly RecurrenceData _data;
    private readonly byte* _mask;
    private readonly float* _lanes;
    private readonly int* _begin;
    private readonly int _samples;

    /// <summary>Takes two rows of scratch; nothing without a mask.</summary>
    public PaddedLanes(RecurrencePlan plan, in RecurrenceData data, Scratch scratch, int first, int samples)
    {
        (_plan, _data, _samples) = (plan, data, samples);
        if (!plan.Padded) return;
        _mask = data.StepMask + (long)first * plan.Steps;
        _lanes = scratch.Take(Block);
        _begin = (int*)scratch.Take(Block);
        for (int sample = 0; sample < samples; sample++)
        {
            int step = 0;
            while (step < plan.Steps && !Holds(sample, step)) step++;
            _begin[sample] = step;
        }
    }

    private static int Block => 2 * T.Count;

    /// <summary>Looks at a step; <see cref="Hold"/> and <see cref="Clear"/> then speak of it.</summary>
    public Presence At(int step)
    {
        if (_mask is null) return Presence.All;
        int present = 0;
        for (int lane = 0; lane < Block; lane++)
        {
            bool here = lane < _samples && Holds(lane, step);
            _lanes[lane] = here ? 1 : 0;
            if (here) present++;
        }
        return present == _samples ? Presence.All : present > 0 ? Presence.Some : Presence.None;
    }

    /// <summary>Puts back what rows held before, where there is no data.</summary>
    public void Hold(float* before, float* rows, int count)
    {
        for (int row = 0; row < count; row++, before += Block, rows += Block)
            for (int lane = 0; lane < Block; lane += T.Count)
                T.WhereBelow(T.Load(_lanes + lane), 0.5f, T.Load(before + lane), T.Load(rows + lane)).Store(rows + lane);
    }

    /// <summary>Sets rows to zero where there is no data.</summary>
    public void Clear(float* rows, int count)
    {
        for (int row = 0; row < count; row++, rows += Block)
            for (int lane = 0; lane < Block; lane += T.Count)
                T.WhereBelow(T.Load(_lanes + lane), 0.5f, T.Of(0f), T.Load(rows + lane)).Store(rows + lane);
    }

    /// <summary>Whether the output of a step is the state, rather than zero: Keras has no last output before the first data.</summary>
    public bool Shows(int sample, int step) => _mask is null || (_plan.ZeroOutput ? Holds(sample, step) : step >= _begin[sample]);

    private bool Holds(int sample, int step) => _mask[(long)sample * _plan.Steps + _data.Time(_plan, step)] != 0;
}
