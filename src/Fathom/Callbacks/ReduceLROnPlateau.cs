using Fathom.Schedules;
using Fathom.Training;

namespace Fathom.Callbacks;

/// <summary>Lowers the learning rate when a figure has stopped improving (<c>keras.callbacks.ReduceLROnPlateau</c>).</summary>
public sealed class ReduceLROnPlateau : Callback
{
    private Monitor? _monitor;
    private int _wait, _cooldown;

    /// <summary>The figure to follow; <c>val_loss</c> unless given.</summary>
    public string Monitor { get; init; } = "val_loss";

    /// <summary>What the rate is multiplied by, between 0 and 1; 0.1 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Factor
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The factor lies between 0 and 1, for example 0.2.");
    } = 0.1;

    /// <summary>After how many epochs without improvement to lower the rate; 10 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Patience { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Patience counts epochs from 0."); } = 10;

    /// <summary>Which way is better; by the figure's name unless given.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>How much better a value must be to count; 0.0001 unless given.</summary>
    public double MinDelta { get; init; } = 1e-4;

    /// <summary>How many epochs after a change are not counted; 0 unless given.</summary>
    public int Cooldown { get; init; }

    /// <summary>The rate is not lowered below this; 0 unless given.</summary>
    public double MinLearningRate { get; init; }

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        if (!Run.Trainee.Optimizer.LearningRate.IsConstant)
            throw new InvalidOperationException(
                $"{nameof(ReduceLROnPlateau)} cannot change a learning rate that follows {Run.Trainee.Optimizer.LearningRate.GetType().Name}. Give the optimizer a number, or leave this callback out.");
        _monitor = new Monitor(nameof(ReduceLROnPlateau), Monitor, Mode, MinDelta);
        _wait = _cooldown = 0;
    }

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        if (_monitor!.Read(logs, Run) is not double current) return;
        if (_cooldown > 0)
        {
            _cooldown--;
            _wait = 0;
        }
        if (_monitor.Improve(current))
        {
            _wait = 0;
            return;
        }
        if (_cooldown > 0 || ++_wait < Patience) return;
        double rate = Run.Trainee.Optimizer.CurrentLearningRate;
        if (rate <= MinLearningRate) return;
        Run.Trainee.Optimizer.LearningRate = Schedule.Constant(Math.Max(rate * Factor, MinLearningRate));
        _cooldown = Cooldown;
        _wait = 0;
    }

    /// <inheritdoc/>
    protected override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (state.Numbers["wait"], state.Numbers["cooldown"]) = (_wait, _cooldown);
        if (_monitor!.Best is double best) state.Numbers["best"] = best;
    }

    /// <inheritdoc/>
    protected override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_wait, _cooldown) = ((int)state.Numbers["wait"], (int)state.Numbers["cooldown"]);
        _monitor!.Best = state.Number("best");
    }
}
