using Fathom.Callbacks;

namespace Fathom.Tests.Callbacks;

public class EarlyStoppingTests
{
    private readonly Trainee _model = new();

    [Fact]
    public void Stops_after_patience_and_restores_the_best_weights()
    {
        var stopping = new EarlyStopping { Patience = 2, RestoreBestWeights = true };
        Assert.Equal("val_loss did not improve for 2 epochs; best 2 in epoch 2", _model.Run(stopping, "val_loss", 3, 2, 2.5, 2, 1).StopReason);
        Assert.Equal(1, _model.Weight);
        Assert.Equal((1, 2.0), (stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void Keeps_the_last_weights_unless_told()
    {
        _model.Run(new EarlyStopping(), "val_loss", 1, 2, 3);
        Assert.Equal(1, _model.Weight);
    }

    [Fact]
    public void Restores_the_best_weights_also_when_nothing_stopped_the_run()
    {
        Assert.Null(_model.Run(new EarlyStopping { Patience = 9, RestoreBestWeights = true }, "val_loss", 1, 2, 3).StopReason);
        Assert.Equal(0, _model.Weight);
    }

    [Fact]
    public void The_first_epoch_never_stops_a_run() =>
        // Nothing ever beats the baseline: with patience 0 the second epoch is the first that may stop.
        Assert.Equal(1, Stopped(new EarlyStopping { Baseline = 0, RestoreBestWeights = false }, "val_loss", double.NaN, double.NaN, double.NaN));

    [Fact]
    public void Small_gains_do_not_count() => Assert.Equal(2, Stopped(new EarlyStopping { MinDelta = 0.1, Patience = 1 }, "val_loss", 1, 0.89, 0.85, 0.5));

    [Fact]
    public void Accuracy_counts_upward_and_can_be_forced_down()
    {
        Assert.Equal(2, Stopped(new EarlyStopping { Monitor = "val_accuracy" }, "val_accuracy", 0.1, 0.2, 0.2));
        Assert.Equal(1, Stopped(new EarlyStopping { Monitor = "val_accuracy", Mode = MonitorMode.Min }, "val_accuracy", 0.1, 0.2, 0.2));
        Assert.Equal(2, Stopped(new EarlyStopping { Monitor = "sharpe", Mode = MonitorMode.Max }, "sharpe", 0.1, 0.2, 0.2));
        Assert.Contains("Set Mode", Assert.Throws<InvalidOperationException>(() => Stopped(new EarlyStopping { Monitor = "sharpe" }, "sharpe", 1)).Message);
    }

    [Fact]
    public void An_improvement_short_of_the_baseline_does_not_buy_time()
    {
        // Keras: the wait is reset only by a value that beats the baseline too; improving epochs themselves never stop.
        Assert.Equal(3, Stopped(new EarlyStopping { Baseline = 1, Patience = 3 }, "val_loss", 5, 4, 3, 3, 0.5));
        Assert.Null(_model.Run(new EarlyStopping { Baseline = 1, Patience = 3 }, "val_loss", 5, 4, 0.5, 0.6).StopReason);
    }

    [Fact]
    public void Early_epochs_are_left_out() => Assert.Equal(4, Stopped(new EarlyStopping { StartFromEpoch = 3 }, "val_loss", 1, 2, 3, 3, 4, 4));

    [Fact]
    public void NaN_is_no_improvement()
    {
        var stopping = new EarlyStopping { Patience = 2, RestoreBestWeights = true };
        Assert.Equal(3, Stopped(stopping, "val_loss", double.NaN, 1, double.NaN, double.NaN));
        Assert.Equal(1, _model.Weight);
    }

    [Fact]
    public void A_figure_that_never_comes_is_named_with_those_that_do()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Stopped(new EarlyStopping(), "accuracy", 1)).Message;
        Assert.Contains("loss, accuracy", message);
        Assert.Contains("validation data", message);
    }

    [Fact]
    public void An_instance_serves_several_runs()
    {
        var stopping = new EarlyStopping { Patience = 1 };
        Assert.Equal(1, Stopped(stopping, "val_loss", 1, 2));
        Assert.Equal(2, Stopped(stopping, "val_loss", 9, 8, 8.5));
    }

    private int Stopped(EarlyStopping callback, string figure, params double[] values)
    {
        Assert.NotNull(_model.Run(callback, figure, values).StopReason);
        return callback.RestoreBestWeights ? values.Length - 1 : (int)_model.Weight;
    }
}
