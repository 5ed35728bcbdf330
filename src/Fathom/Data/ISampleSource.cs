namespace Fathom.Data;

/// <summary>
/// Resident data that batches are gathered from, on several threads at once. Samples are copied out by index; nothing is materialised before.
/// </summary>
internal interface ISampleSource
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>The shape of one sample of each input.</summary>
    IReadOnlyList<Shape> Inputs { get; }

    /// <summary>The shape of one sample of each target; none for data to predict on.</summary>
    IReadOnlyList<Shape> Targets { get; }

    /// <summary>How many sets of weights samples carry: none, one for all targets, or one per target.</summary>
    int WeightSets { get; }

    /// <summary>The part made from rows <paramref name="start"/> up to but without <paramref name="end"/> of the underlying data.</summary>
    ISampleSource Slice(int start, int end);

    /// <summary>Copies the samples' values of one input, one after another.</summary>
    void GatherInput(int input, ReadOnlySpan<int> indexes, Span<float> destination);

    /// <summary>Copies the samples' values of one target, one after another.</summary>
    void GatherTarget(int target, ReadOnlySpan<int> indexes, Span<float> destination);

    /// <summary>Copies the samples' weights of one set.</summary>
    void GatherWeights(int set, ReadOnlySpan<int> indexes, Span<float> destination);

    /// <summary>The first sample of one input that holds a value no net can compute with, not a number or not finite; −1 where there is none.</summary>
    int FirstBroken(int input);

    /// <summary>All values of one target, for checks before training.</summary>
    ReadOnlySpan<float> AllTargets(int target);
}
