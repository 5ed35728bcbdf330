using Fathom.Losses;
using static TorchSharp.torch;

namespace Fathom.Metrics;

/// <summary>Intersection over union of some classes, averaged over those that occur.</summary>
internal sealed class IoUState(string who, int classes, IReadOnlyList<int> targetClasses, int? ignored = null) : MetricState
{
    private readonly IReadOnlyList<int> _targetClasses = targetClasses;
    private readonly ClassMatrix _matrix = new(classes, ignored);

    /// <summary>Whether targets are class numbers; otherwise the largest of the class axis is the class.</summary>
    public bool SparseTargets { get; init; } = true;

    /// <summary>Whether predictions are class numbers; otherwise the largest of the class axis is the class.</summary>
    public bool SparsePredictions { get; init; } = true;

    /// <summary>The class axis, counted with the batch.</summary>
    public int Axis { get; init; } = -1;

    /// <summary>A prediction of it or above is class 1, below class 0, if given.</summary>
    public double? Threshold { get; init; }

    /// <summary>Accepts the number of classes.</summary>
    public static int Classes(int value) => value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is at least one class.");

    /// <summary>Accepts the classes to average over.</summary>
    public static IReadOnlyList<int> Targets(IReadOnlyList<int> value, int classes)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Count > 0 && value.All(one => one >= 0 && one < classes)
            ? [.. value]
            : throw new ArgumentException($"The classes to average over, [{string.Join(", ", value)}], are none or not all between 0 and {classes - 1}.", nameof(value));
    }

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor guess = Threshold is double least ? prediction.ge(least).to(int64) : SparsePredictions ? prediction.to(int64) : prediction.argmax(Axis);
        Tensor truth = SparseTargets ? target.to(int64) : target.argmax(Axis);
        truth = TargetAlignment.Align(truth, guess, who);
        _matrix.Add(truth, guess, sampleWeight);
    }

    public override double Result()
    {
        if (_matrix.Read() is not double[,] counts) return double.NaN;
        double sum = 0;
        int occurring = 0;
        foreach (int one in _targetClasses)
        {
            double union = -counts[one, one];
            for (int i = 0; i < classes; i++) union += counts[one, i] + counts[i, one];
            if (union <= 0) continue;
            sum += counts[one, one] / union;
            occurring++;
        }
        return occurring == 0 ? 0 : sum / occurring;
    }

    public override void Reset() => _matrix.Reset();
}
