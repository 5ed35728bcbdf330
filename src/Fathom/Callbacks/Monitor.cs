using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Follows one figure of the logs and knows its best value.</summary>
internal sealed class Monitor
{
    private static readonly string[] Upward = ["acc", "auc", "precision", "recall", "f1"], Downward = ["loss", "error", "crossentropy", "mae", "mse", "mape", "rmse"];

    private readonly string _callback, _name;
    private readonly double _minDelta;
    private readonly bool _up;

    /// <summary>Begins with no best value.</summary>
    /// <param name="callback">Who asks, for messages.</param>
    /// <param name="name">The figure's name in the logs.</param>
    /// <param name="mode">Which way is better.</param>
    /// <param name="minDelta">How much better a value must be to count, not negative.</param>
    public Monitor(string callback, string name, MonitorMode mode, double minDelta)
    {
        _callback = callback;
        _name = name;
        _minDelta = Math.Abs(minDelta);
        _up = mode == MonitorMode.Max || (mode == MonitorMode.Auto && IsUpward());
    }

    /// <summary>The best value so far.</summary>
    public double? Best { get; set; }

    /// <summary>The figure in these logs; none in an epoch without validation, where others have one.</summary>
    public double? Read(Scores logs, TrainingRun run) => logs.TryGetValue(_name, out double value) ? value
        : run.Validates && _name.StartsWith("val_", StringComparison.Ordinal) && !logs.Keys.Any(name => name.StartsWith("val_", StringComparison.Ordinal)) ? null
        : throw new InvalidOperationException(
            $"{_callback} monitors '{_name}', but training gives only: {string.Join(", ", logs.Keys)}. Set Monitor to one of these" +
            (_name.StartsWith("val_", StringComparison.Ordinal) ? ", or pass validation data to Fit." : "."));

    /// <summary>Whether a value is better than a reference; NaN never is.</summary>
    public bool IsBetter(double value, double? reference) =>
        !double.IsNaN(value) && (reference is not double other || (_up ? value - _minDelta > other : value + _minDelta < other));

    /// <summary>Keeps a value if it is the best so far, and says whether it is.</summary>
    public bool Improve(double value)
    {
        if (!IsBetter(value, Best)) return false;
        Best = value;
        return true;
    }

    private bool IsUpward()
    {
        string name = _name.StartsWith("val_", StringComparison.Ordinal) ? _name[4..] : _name;
        if (Array.Exists(Downward, part => name.Contains(part, StringComparison.Ordinal))) return false;
        if (Array.Exists(Upward, part => name.Contains(part, StringComparison.Ordinal))) return true;
        throw new InvalidOperationException($"{_callback} cannot tell from the name '{_name}' whether smaller or larger is better. Set Mode to Min or Max.");
    }
}
