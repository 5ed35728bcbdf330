using System.Globalization;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Ends training when a figure has stopped improving (<c>keras.callbacks.EarlyStopping</c>).</summary>
public sealed class EarlyStopping : Callback
{
    private Monitor? _monitor;
    private float[][]? _bestWeights;
    private int _wait;

    /// <summary>The figure to follow; <c>val_loss</c> unless given.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>How much better a value must be to count; 0 unless given.</summary>
    public double MinDelta { get; init; }

    /// <summary>After how many epochs without improvement to stop; 0 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Patience { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Patience counts epochs from 0."); }

    /// <summary>Which way is better; by the figure's name unless given.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>A value that must be beaten for an improvement to count against <see cref="Patience"/>; none unless given.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the model gets back the weights of its best epoch when training ends, however it ends.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>The first epoch to look at, counted from 0.</summary>
    public int StartFromEpoch { get; init; }

    /// <summary>The best value of the last run; none before an epoch was looked at.</summary>
    public double? Best => _monitor?.Best;

    /// <summary>The epoch of <see cref="Best"/>, counted from 0.</summary>
    public int? BestEpoch { get; private set; }

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        _monitor = new Monitor(nameof(EarlyStopping), Monitor, Mode, MinDelta);
        _bestWeights = null;
        _wait = 0;
        BestEpoch = null;
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        if (_monitor!.Read(logs, Run) is not double current || epoch < StartFromEpoch) return;
        _wait++;
        if (_monitor.Improve(current))
        {
            BestEpoch = epoch;
            if (RestoreBestWeights) _bestWeights = Run.Trainee.GetWeights();
            if (Baseline is null || _monitor.IsBetter(current, Baseline)) _wait = 0;
            return;
        }
        // Where no value was ever good, the first weights looked at are the best.
        if (RestoreBestWeights) _bestWeights ??= Run.Trainee.GetWeights();
        if (_wait < Patience || epoch == 0) return;
        string best = BestEpoch is int at ? string.Create(CultureInfo.InvariantCulture, $"; best {Best:G4} in epoch {at + 1}") : "";
        Run.Stop($"{Monitor} did not improve for {_wait} {(_wait == 1 ? "epoch" : "epochs")}{best}");
    }

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["wait"] = _wait;
        if (Best is double best) state.Numbers["best"] = best;
        if (BestEpoch is int epoch) state.Numbers["best_epoch"] = epoch;
        if (_bestWeights is not null) state.Arrays["best_weights"] = _bestWeights;
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _wait = (int)state.Numbers["wait"];
        _monitor!.Best = state.Number("best");
        BestEpoch = (int?)state.Number("best_epoch");
        _bestWeights = state.Arrays.TryGetValue("best_weights", out IReadOnlyList<float[]>? weights) ? [.. weights] : null;
    }

    internal override bool IsLeftOutOfTrials => true;

    /// <inheritdoc/>
    protected override void OnFitEnd()
    {
        if (_bestWeights is not null) Run.Trainee.SetWeights(_bestWeights);
        _bestWeights = null;
    }
}
