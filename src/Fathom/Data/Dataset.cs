using Fathom.Data;

namespace Fathom;

/// <summary>Data to train or evaluate on, held once in memory; batches are gathered from it by index.</summary>
/// <remarks>Immutable: every method gives a new view of the same data.</remarks>
public sealed class Dataset
{
    private readonly int? _shuffleSeed;

    private Dataset(ISampleSource source, int batchSize, bool shuffled, int? shuffleSeed)
    {
        Source = source;
        BatchSize = batchSize;
        IsShuffled = shuffled;
        _shuffleSeed = shuffleSeed;
    }

    /// <summary>The number of samples.</summary>
    public int Count => Source.Count;

    /// <summary>The number of samples in a batch; the last batch may be smaller.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches, the last smaller one included.</summary>
    public int BatchCount => (Count + BatchSize - 1) / BatchSize;

    /// <summary>Whether each epoch visits the samples in a new random order.</summary>
    public bool IsShuffled { get; }

    internal ISampleSource Source { get; }

    /// <summary>One input, one target.</summary>
    /// <param name="inputs">(samples, …).</param>
    /// <param name="targets">(samples, …).</param>
    /// <param name="sampleWeight">(samples): how much each sample counts; 1 each unless given.</param>
    /// <returns>The data, in batches of 32.</returns>
    /// <exception cref="ShapeException">The numbers of samples differ.</exception>
    public static Dataset From(Samples inputs, Samples targets, Samples? sampleWeight = null) => From([inputs], [targets], sampleWeight);

    /// <summary>Several inputs or targets, in the order the model declares them.</summary>
    /// <param name="inputs">(samples, …) each.</param>
    /// <param name="targets">(samples, …) each; none for data to predict on.</param>
    /// <param name="sampleWeight">(samples): how much each sample counts; 1 each unless given.</param>
    /// <returns>The data, in batches of 32.</returns>
    /// <exception cref="ShapeException">The numbers of samples differ.</exception>
    public static Dataset From(IReadOnlyList<Samples> inputs, IReadOnlyList<Samples> targets, Samples? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return Gather(inputs, targets, sampleWeight is null ? [] : [sampleWeight]);
    }

    /// <summary>Several targets, each with weights of its own.</summary>
    /// <param name="inputs">(samples, …) each.</param>
    /// <param name="targets">(samples, …) each.</param>
    /// <param name="sampleWeights">(samples) per target: how much each sample counts for it. <see cref="WeightsByClass"/> makes them from classes.</param>
    /// <returns>The data, in batches of 32.</returns>
    /// <exception cref="ShapeException">The numbers of samples, or of targets and weights, differ.</exception>
    public static Dataset From(IReadOnlyList<Samples> inputs, IReadOnlyList<Samples> targets, IReadOnlyList<Samples> sampleWeights)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(sampleWeights);
        return sampleWeights.Count == targets.Count
            ? Gather(inputs, targets, sampleWeights)
            : throw new ShapeException($"There are {targets.Count} targets but {sampleWeights.Count} sets of sample weights. Give one per target, or one set of weights for all.");
    }

    /// <summary>How much each sample counts, by its class.</summary>
    /// <param name="targets">(samples) or (samples, 1): the classes; or (samples, classes): the class of a sample is its largest value.</param>
    /// <param name="classWeight">How much each class counts; 1 for those missing.</param>
    /// <returns>(samples).</returns>
    public static Samples WeightsByClass(Samples targets, IReadOnlyDictionary<int, float> classWeight)
    {
        ArgumentNullException.ThrowIfNull(classWeight);
        return ClassWeights.Combine(targets, classWeight, null)!;
    }

    /// <summary>
    /// Sliding windows over a series, never copied out: sample i is the rows i, i + samplingRate, … (sequenceLength of them), its target the one of row
    /// i + delay. The same samples as Keras's <c>timeseries_dataset_from_array(series[:-delay], targets[delay:], …)</c>.
    /// </summary>
    /// <param name="series">(rows, features).</param>
    /// <param name="targets">(rows): the value to predict, aligned with the series.</param>
    /// <param name="sequenceLength">Steps in a window, at least 1.</param>
    /// <param name="samplingRate">Rows from one step to the next, at least 1.</param>
    /// <param name="delay">Rows from a window's first row to its target, at least 0.</param>
    /// <returns>The data, in batches of 32, oldest first.</returns>
    /// <exception cref="ShapeException">Series and targets differ in length, or no window fits.</exception>
    public static Dataset Windows(float[,] series, float[] targets, int sequenceLength, int samplingRate = 1, int delay = 0)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplingRate, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(delay);
        int rows = series.GetLength(0);
        if (rows != targets.Length)
            throw new ShapeException($"The series has {rows} rows but there are {targets.Length} targets. Give one target per row; the delay shifts them.");
        Samples flat = series;
        var source = new WindowSource(flat.Values, series.GetLength(1), [.. targets], 1, sequenceLength, samplingRate, delay);
        if (source.Count == 0)
            throw new ShapeException(
                $"No window of {sequenceLength} steps every {samplingRate} rows with a target {delay} rows after its start fits into {rows} rows. Shorten the " +
                "sequence or the delay, or bring more rows.");
        return new Dataset(source, 32, false, null);
    }

    /// <summary>The part made from a range of rows. Windows lie wholly inside the range; their targets may lie after it.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="end">One past the last row.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or reaches beyond the data.</exception>
    public Dataset Slice(int start, int end)
    {
        int rows = Source is WindowSource windows ? windows.Rows : Source.Count;
        if (start < 0 || end > rows || start >= end)
            throw new ArgumentOutOfRangeException(nameof(start), $"Rows {start} up to {end} are not a part of {rows} rows. Give 0 ≤ start < end ≤ {rows}.");
        return new Dataset(Source.Slice(start, end), BatchSize, IsShuffled, _shuffleSeed);
    }

    /// <summary>Some of the samples, in the order given: the training or test part of a split.</summary>
    /// <param name="samples">Indexes of samples; for windows, of their first row within this dataset.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of this dataset's samples.</exception>
    public Dataset Select(ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            if ((uint)sample >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(samples), $"Sample {sample} does not exist: this dataset has {Count}, numbered from 0.");
        return new Dataset(new SelectedSource(Source, samples.ToArray()), BatchSize, IsShuffled, _shuffleSeed);
    }

    /// <summary>Visits the samples in a new random order each epoch.</summary>
    /// <param name="seed">Makes the orders repeat on their own; otherwise they follow <see cref="Seeds"/>.</param>
    /// <returns>The shuffled data.</returns>
    public Dataset Shuffle(int? seed = null) => new(Source, BatchSize, true, seed);

    /// <summary>Visits the samples in their own order.</summary>
    internal Dataset Unshuffled() => new(Source, BatchSize, false, null);

    /// <summary>Sets the size of a batch.</summary>
    /// <param name="size">Samples per batch, at least 1.</param>
    /// <returns>The data in such batches.</returns>
    public Dataset Batch(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new Dataset(Source, size, IsShuffled, _shuffleSeed);
    }

    private static Dataset Gather(IReadOnlyList<Samples> inputs, IReadOnlyList<Samples> targets, IReadOnlyList<Samples> weights)
    {
        if (inputs.Count == 0) throw new ArgumentException("A dataset needs at least one input.", nameof(inputs));
        return new Dataset(new ArraySource(inputs, targets, weights), 32, false, null);
    }

    /// <summary>The seed of this dataset's orders for one training run; none where the order stays.</summary>
    internal int? DrawShuffleSeed() => IsShuffled ? _shuffleSeed ?? Seeds.Next() : null;
}
