using System.Buffers;

namespace Fathom.Data;

/// <summary>Some samples of another source, by index: the training or test part of a split.</summary>
internal sealed class SelectedSource(ISampleSource source, int[] samples) : ISampleSource
{
    public int Count => samples.Length;

    public IReadOnlyList<Shape> Inputs => source.Inputs;

    public IReadOnlyList<Shape> Targets => source.Targets;

    public int WeightSets => source.WeightSets;

    public ISampleSource Slice(int start, int end) => new SelectedSource(source, samples[start..end]);

    public void GatherInput(int input, ReadOnlySpan<int> indexes, Span<float> destination) =>
        Gather(indexes, destination, (at, into) => source.GatherInput(input, at, into));

    public void GatherTarget(int target, ReadOnlySpan<int> indexes, Span<float> destination) =>
        Gather(indexes, destination, (at, into) => source.GatherTarget(target, at, into));

    public void GatherWeights(int set, ReadOnlySpan<int> indexes, Span<float> destination) =>
        Gather(indexes, destination, (at, into) => source.GatherWeights(set, at, into));

    public int FirstBroken(int input)
    {
        // Most data is whole, which the source sees without copying windows out.
        if (source.FirstBroken(input) < 0) return -1;
        float[] values = new float[source.Inputs[input].Size];
        for (int i = 0; i < samples.Length; i++)
        {
            source.GatherInput(input, samples.AsSpan(i, 1), values);
            if (FiniteValues.IndexOfOther(values) >= 0) return i;
        }
        return -1;
    }

    public ReadOnlySpan<float> AllTargets(int target)
    {
        Shape shape = source.Targets[target];
        float[] values = new float[samples.Length * shape.Size];
        source.GatherTarget(target, samples, values);
        return values;
    }

    private delegate void GatherInto(ReadOnlySpan<int> indexes, Span<float> destination);

    private void Gather(ReadOnlySpan<int> indexes, Span<float> destination, GatherInto gather)
    {
        int[] mapped = ArrayPool<int>.Shared.Rent(indexes.Length);
        for (int i = 0; i < indexes.Length; i++) mapped[i] = samples[indexes[i]];
        gather(mapped.AsSpan(0, indexes.Length), destination);
        ArrayPool<int>.Shared.Return(mapped);
    }
}
