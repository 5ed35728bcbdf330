using Fathom.Schedules;

namespace Fathom.Callbacks;

/// <summary>Sets the learning rate at the start of every epoch (<c>keras.callbacks.LearningRateScheduler</c>).</summary>
/// <param name="schedule">From the epoch, counted from 0, and the present rate to the rate of this epoch.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : Callback
{
    /// <inheritdoc/>
    protected override void OnEpochBegin(int epoch)
    {
        double present = Run.Trainee.Optimizer.CurrentLearningRate;
        Run.Trainee.Optimizer.LearningRate = Schedule.Constant(schedule(epoch, present));
    }
}
