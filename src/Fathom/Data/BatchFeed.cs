using Fathom.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Data;

/// <summary>
/// Walks through a dataset batch by batch, gathering by spans into tensors that are reused, large batches on libtorch's threads. Not for two loops at once.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    // Numbers that a thread must have to copy before it is worth waking.
    private const int LeastPart = 16_384;

    private readonly ISampleSource _source;
    private readonly Device _device;
    private readonly long _sampleSize;
    private readonly Action<int> _gather;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Dictionary<int, Batch> _batches = [];
    private readonly Batch _host;
    private Random? _shuffler;
    private int? _seed;
    private long _passes;
    private int _next;

    // The batch that is being gathered, and the samples each thread copies of it.
    private int _start, _size, _part;

    public BatchFeed(Dataset dataset, Device device)
    {
        _source = dataset.Source;
        _device = device;
        _batchSize = Math.Min(dataset.BatchSize, Math.Max(1, dataset.Count));
        _order = new int[dataset.Count];
        _sampleSize = _source.Inputs.Concat(_source.Targets).Sum(shape => (long)shape.Size) + _source.WeightSets;
        _gather = Gather;
        Begin(dataset.DrawShuffleSeed());
        _host = Reserve();
    }

    /// <summary>The number of batches in a pass through the data.</summary>
    public int BatchCount => (_order.Length + _batchSize - 1) / _batchSize;

    /// <summary>
    /// Where the feed is. An order follows from the seed and the number of passes, so going back means drawing the orders again: a few nanoseconds per
    /// sample and pass, and nothing to store.
    /// </summary>
    public FeedPosition Position
    {
        get => new(_seed, _passes, _next);
        set
        {
            Begin(value.Seed);
            for (; _passes < value.Passes; _passes++) _shuffler?.Shuffle(_order);
            _next = value.Next;
        }
    }

    /// <summary>The batches of the next whole pass. Each is valid until the next is asked for.</summary>
    public IEnumerable<Batch> Epoch() => Take(BatchCount);

    /// <summary>The next batches, which run on from pass to pass. Each is valid until the next is asked for.</summary>
    public IEnumerable<Batch> Take(int count)
    {
        for (; count > 0; count--)
        {
            if (_next == 0)
            {
                _shuffler?.Shuffle(_order);
                _passes++;
            }
            int start = _next, size = Math.Min(_batchSize, _order.Length - start);
            _next = start + size == _order.Length ? 0 : start + size;
            yield return Fill(start, size);
        }
    }

    public void Dispose()
    {
        foreach (Batch batch in _batches.Values.Append(_host))
            foreach (Tensor tensor in batch.Inputs.Concat(batch.Targets).Concat(batch.SampleWeights))
                tensor.Dispose();
    }

    private void Begin(int? seed)
    {
        _seed = seed;
        _shuffler = seed is int given ? new Random(given) : null;
        (_passes, _next) = (0, 0);
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
    }

    private Batch Reserve()
    {
        using var scope = NewDisposeScope();
        Tensor[] Make(IReadOnlyList<Shape> shapes) => [.. shapes.Select(shape => empty(shape.WithBatch(_batchSize)).DetachFromDisposeScope())];
        return new Batch(Make(_source.Inputs), Make(_source.Targets), [.. Enumerable.Range(0, _source.WeightSets).Select(_ => empty(_batchSize).DetachFromDisposeScope())]);
    }

    private Batch Fill(int start, int size)
    {
        int parts = (int)Math.Min(size * _sampleSize / LeastPart, get_num_threads());
        (_start, _size, _part) = (start, size, parts > 1 ? (size + parts - 1) / parts : size);
        TorchThreads.For((size + _part - 1) / _part, _gather);
        if (_device.type != DeviceType.CPU) return Transfer(size);
        // At most two sizes occur, the full one and the last; views of both are made once.
        if (!_batches.TryGetValue(size, out Batch? batch)) _batches.Add(size, batch = View(size));
        return batch;
    }

    // The recurrent kernels share a batch out among threads in the same way: each finds its samples in its own cache.
    private void Gather(int part)
    {
        int first = part * _part;
        ReadOnlySpan<int> indexes = _order.AsSpan(_start + first, Math.Min(_part, _size - first));
        for (int i = 0; i < _host.Inputs.Count; i++) _source.GatherInput(i, indexes, From(_host.Inputs[i], first));
        for (int i = 0; i < _host.Targets.Count; i++) _source.GatherTarget(i, indexes, From(_host.Targets[i], first));
        for (int i = 0; i < _host.SampleWeights.Count; i++) _source.GatherWeights(i, indexes, From(_host.SampleWeights[i], first));
    }

    private Span<float> From(Tensor tensor, int sample)
    {
        Span<float> values = tensor.Floats();
        return values[(sample * (values.Length / _batchSize))..];
    }

    private Batch View(int size)
    {
        using var scope = NewDisposeScope();
        Tensor Part(Tensor whole) => whole.narrow(0, 0, size).DetachFromDisposeScope();
        return new Batch([.. _host.Inputs.Select(Part)], [.. _host.Targets.Select(Part)], [.. _host.SampleWeights.Select(Part)]);
    }

    // The caller's scope of the step frees these.
    private Batch Transfer(int size)
    {
        Tensor Part(Tensor whole) => whole.narrow(0, 0, size).to(_device);
        return new Batch([.. _host.Inputs.Select(Part)], [.. _host.Targets.Select(Part)], [.. _host.SampleWeights.Select(Part)]);
    }
}
