using Fathom.Callbacks;
using Fathom.Optimizers;
using Fathom.Schedules;

namespace Fathom.Tests.Callbacks;

public sealed class CallbackTests : IDisposable
{
    private readonly Trainee _model = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double Rate => _model.Optimizer.LearningRate.At(_model.Optimizer.Iterations);

    [Fact]
    public void Checkpoints_name_their_file_after_epoch_and_figures()
    {
        string path = Path.Combine(_folder, "runs", "m-{epoch:00}-{val_loss:F2}.keras");
        var checkpoint = new ModelCheckpoint(path);
        _model.Run(checkpoint, "val_loss", 0.5, 0.25);
        Assert.Equal([Path.Combine(_folder, "runs", "m-01-0.50.keras"), Path.Combine(_folder, "runs", "m-02-0.25.keras")], _model.Saved);
        Assert.Equal(_model.Saved[1], checkpoint.LastSaved);
        Assert.True(Directory.Exists(Path.Combine(_folder, "runs")));
    }

    [Fact]
    public void Checkpoints_of_the_best_follow_the_monitor()
    {
        _model.Run(new ModelCheckpoint("{epoch}.keras") { SaveBestOnly = true }, "val_loss", 3, 4, double.NaN, 2, 2);
        Assert.Equal(["1.keras", "4.keras"], _model.Saved);
        _model.Saved.Clear();
        _model.Run(new ModelCheckpoint("{epoch}.keras") { SaveBestOnly = true, Monitor = "val_auc" }, "val_auc", 0.5, 0.4, 0.6);
        Assert.Equal(["1.keras", "3.keras"], _model.Saved);
    }

    [Fact]
    public void Checkpoints_by_batch_count_across_epochs()
    {
        var checkpoint = new ModelCheckpoint("{batch}-{loss:F1}.weights.h5") { SaveFrequency = 2 };
        Assert.True(checkpoint.SaveWeightsOnly);
        _model.Run(checkpoint, "val_loss", 1, 1, 1, 1, 1);
        Assert.Equal(["1-1.0.weights.h5", "1-1.0.weights.h5"], _model.Saved);
    }

    [Fact]
    public void Checkpoints_must_beat_the_threshold_first()
    {
        _model.Run(new ModelCheckpoint("{epoch}.keras") { SaveBestOnly = true, InitialValueThreshold = 2 }, "val_loss", 3, 2, 1.5, 1.7, 1);
        Assert.Equal(["3.keras", "5.keras"], _model.Saved);
    }

    [Fact]
    public void Checkpoints_with_a_wrong_path_are_explained()
    {
        Assert.Contains(".keras", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("best.h5")).Message);
        Assert.Contains("epoch, loss, accuracy", Assert.Throws<InvalidOperationException>(() => _model.Run(new ModelCheckpoint("{val_loss}.keras"), "accuracy", 1)).Message);
        Assert.Contains("loss, accuracy", Assert.Throws<InvalidOperationException>(() => _model.Run(new ModelCheckpoint("a.keras") { SaveBestOnly = true }, "accuracy", 1)).Message);
    }

    [Fact]
    public void A_plateau_lowers_the_rate()
    {
        _model.Run(new ReduceLROnPlateau { Patience = 2, Factor = 0.5 }, "val_loss", 1, 0.99995, 1, 1, 1);
        Assert.Equal(0.025, Rate, 1e-12);
    }

    [Fact]
    public void A_plateau_respects_cooldown_and_the_lower_bound()
    {
        // Epochs 1, 2 wait; 2 lowers; 3 and 4 cool down (the last of them counts); 5 lowers.
        _model.Run(new ReduceLROnPlateau { Patience = 2, Factor = 0.5, Cooldown = 2 }, "val_loss", 1, 1, 1, 1, 1);
        Assert.Equal(0.05, Rate, 1e-12);
        _model.Optimizer.LearningRate = 0.1;
        _model.Run(new ReduceLROnPlateau { Patience = 2, Factor = 0.5, Cooldown = 2 }, "val_loss", 1, 1, 1, 1, 1, 1);
        Assert.Equal(0.025, Rate, 1e-12);
        _model.Run(new ReduceLROnPlateau { Patience = 1, Factor = 0.1, MinLearningRate = 0.01 }, "val_loss", 1, 1, 1, 1);
        Assert.Equal(0.01, Rate, 1e-12);
    }

    [Fact]
    public void A_plateau_cannot_fight_a_schedule() => Assert.Contains(
        "CosineDecay",
        Assert.Throws<InvalidOperationException>(() => new Trainee { Optimizer = new SGD(new CosineDecay(0.1, 10)) }.Run(new ReduceLROnPlateau(), "val_loss", 1)).Message);

    [Fact]
    public void A_scheduler_sets_each_epochs_rate()
    {
        _model.Run(new LearningRateScheduler((epoch, rate) => epoch < 2 ? rate : rate / 10), "val_loss", 1, 1, 1, 1);
        Assert.Equal(0.001, Rate, 1e-12);
    }

    [Theory]
    [InlineData(double.NaN, "the loss became NaN at batch 1")]
    [InlineData(double.PositiveInfinity, "the loss became infinite at batch 1")]
    public void A_lost_loss_ends_the_run(double loss, string reason)
    {
        Assert.StartsWith(reason, _model.Run(new TerminateOnNaN(), new Scores([new("loss", 1)]), new Scores([new("loss", loss)]), new Scores([new("loss", 1)])).StopReason);
        Assert.Equal(1, _model.Weight);
    }

    [Fact]
    public void The_log_is_a_table_by_epoch()
    {
        string path = Path.Combine(_folder, "logs", "run.csv");
        Scores first = new([new("loss", 0.1), new("accuracy", 1)]), second = new([new("loss", 1.0 / 3)]);
        _model.Run(new CSVLogger(path), first, second);
        Assert.Equal("epoch,accuracy,loss\n0,1,0.1\n1,NA,0.3333333333333333\n", File.ReadAllText(path));
        _model.Run(new CSVLogger(path) { Append = true }, first);
        Assert.EndsWith("1,NA,0.3333333333333333\n0,1,0.1\n", File.ReadAllText(path));
        _model.Run(new CSVLogger(path) { Separator = ';' }, first);
        Assert.Equal("epoch;accuracy;loss\n0;1;0.1\n", File.ReadAllText(path));
    }

    [Fact]
    public void Functions_are_called_in_order()
    {
        List<string> calls = [];
        var callback = new LambdaCallback
        {
            FitBegin = () => calls.Add("begin"),
            EpochBegin = epoch => calls.Add($"epoch {epoch}"),
            BatchEnd = (batch, logs) => calls.Add($"batch {batch} {logs()["loss"]}"),
            EpochEnd = (epoch, logs) => calls.Add($"end {epoch} {logs["val_loss"]}"),
            FitEnd = () => calls.Add("over"),
        };
        _model.Run(callback, "val_loss", 7, 8);
        Assert.Equal(["begin", "epoch 0", "batch 0 1", "end 0 7", "epoch 1", "batch 0 1", "end 1 8", "over"], calls);
    }
}
