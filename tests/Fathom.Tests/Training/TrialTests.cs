using Fathom.Callbacks;
using Fathom.Diagnostics;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Training;

namespace Fathom.Tests.Training;

public sealed class TrialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (float[,] X, float[] Y) Data(int count = 256)
    {
        var random = new Random(3);
        float[,] x = new float[count, 4];
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < 4; j++) x[i, j] = random.NextSingle() * 2 - 1;
            y[i] = x[i, 0] * x[i, 1] + x[i, 2];
        }
        return (x, y);
    }

    private static Sequential Net(Optimizer optimizer, float dropout = 0)
    {
        using IDisposable seeds = Seeds.Use(1);
        var net = new Sequential { new Input(4), new Dense(24, Activation.Relu), new Dropout(dropout), new Dense(24, Activation.Relu), new Dense(1) };
        net.Compile(optimizer, Loss.MeanSquaredError);
        return net;
    }

    private static Dataset Batches((float[,] X, float[] Y) data) => Dataset.From(data.X, data.Y).Batch(32).Shuffle();

    [Fact]
    public void The_range_test_finds_a_rate_that_trains_and_leaves_no_trace()
    {
        using IDisposable seeds = Seeds.Use(4);
        (float[,] X, float[] Y) data = Data();
        Sequential model = Net(new SGD(0.123) { Momentum = 0.9f }, 0.1f), untouched = Net(new SGD(0.123) { Momentum = 0.9f }, 0.1f);
        LearningRateSearch search = new LearningRateFinder().Find(model, Batches(data));
        Assert.Equal(1e-6, search.Rates[0], 1e-15);
        for (int i = 1; i < search.Rates.Count; i++) Assert.Equal(Math.Pow(1e7, 1.0 / 99), search.Rates[i] / search.Rates[i - 1], 1e-9);
        // The largest rates diverge, long before the end; the suggestion lies where training works.
        Assert.InRange(search.Rates.Count, 40, 99);
        Assert.InRange(search.Suggested, 1e-3, 0.3);
        Assert.Equal(untouched.GetWeights(), model.GetWeights());
        Assert.Equal(0.123, model.Optimizer.CurrentLearningRate);
        History Train(Model net)
        {
            using IDisposable again = Seeds.Use(9);
            return net.Fit(Batches(data), epochs: 2, verbose: Verbosity.Silent);
        }
        Assert.Equal(Train(untouched)["loss"], Train(model)["loss"]);
        Assert.Equal(untouched.GetWeights(), model.GetWeights());
    }

    [Fact]
    public void The_range_test_gives_back_a_trained_optimizer_too()
    {
        (float[,] X, float[] Y) data = Data();
        Sequential model = Net(new Adam(0.01)), untouched = Net(new Adam(0.01));
        foreach (Sequential net in (Sequential[])[model, untouched]) net.Fit(data.X, data.Y, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
        new LearningRateFinder { Steps = 20 }.Find(model, Batches(data));
        foreach (Sequential net in (Sequential[])[model, untouched]) net.Fit(data.X, data.Y, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
        Assert.Equal(untouched.GetWeights(), model.GetWeights());
    }

    [Fact]
    public void A_batch_is_learnt_by_heart_or_it_is_said_why_not()
    {
        (float[,] X, float[] Y) data = Data();
        Sequential model = Net(new Adam(0.01));
        float[][] before = model.GetWeights();
        OverfitReport report = new OverfitCheck().Run(model, Batches(data));
        Assert.True(report.Passed, report.Message);
        Assert.True(report.Losses.Count < 500);
        Assert.Equal(before, model.GetWeights());

        // A relu at the end cannot give the negative targets.
        var wrong = new Sequential { new Input(4), new Dense(24, Activation.Relu), new Dense(1, Activation.Relu) };
        wrong.Compile(new Adam(0.01), Loss.MeanSquaredError);
        OverfitReport failed = new OverfitCheck { Steps = 200 }.Run(wrong, Batches(data));
        Assert.False(failed.Passed);
        Assert.Contains("cannot learn even one batch", failed.Message);
    }

    [Fact]
    public void A_trial_run_takes_one_batch_of_everything_and_writes_nothing()
    {
        (float[,] X, float[] Y) data = Data();
        int batches = 0, tested = 0;
        string log = Path.Combine(_folder, "log.csv"), saved = Path.Combine(_folder, "m.keras"), checkpoint = Path.Combine(_folder, "c");
        History history = Net(new SGD(0.01)).Fit(
            Batches(data), epochs: 50, validation: Batches(data), verbose: Verbosity.Silent, fastDevRun: true,
            callbacks: [new LambdaCallback { BatchEnd = (_, _) => batches++, TestBatchEnd = (_, _) => tested++ }, new CSVLogger(log), new ModelCheckpoint(saved), new BackupAndRestore(checkpoint)]);
        Assert.Equal((1, 1, 1), (history.Epochs, batches, tested));
        Assert.Contains("val_loss", history.Names);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Epochs_may_have_any_number_of_batches_and_begin_anywhere()
    {
        (float[,] X, float[] Y) data = Data();
        List<string> calls = [];
        History history = Net(new SGD(0.01)).Fit(
            data.X, data.Y, epochs: 5, initialEpoch: 2, stepsPerEpoch: 3, validationFrequency: 2, validation: (data.X, data.Y), verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback { EpochBegin = epoch => calls.Add($"{epoch}"), BatchBegin = batch => calls.Add($".{batch}"), TestBegin = () => calls.Add("test"), TestEnd = _ => calls.Add("over") },
                new EarlyStopping { Patience = 9 }]);
        Assert.Equal("2.0.1.23.0.1.2testover4.0.1.2", string.Concat(calls));
        Assert.Equal([true, false, true], history["val_loss"].Select(double.IsNaN));
    }

    [Fact]
    public void Steps_run_on_through_the_data()
    {
        (float[,] x, float[] y) = Data(8);
        List<float> seen = [];
        var model = new Recorder(seen);
        model.Compile(new SGD(0.01), Loss.MeanSquaredError);
        model.Fit(Dataset.From(x, y).Batch(2), epochs: 3, stepsPerEpoch: 3, verbose: Verbosity.Silent);
        Assert.Equal([0, 2, 4, 6, 0, 2, 4, 6, 0], seen.Select(first => Enumerable.Range(0, 8).First(row => x[row, 0] == first)));
    }

    private sealed class Recorder(List<float> seen) : Model("recorder")
    {
        private readonly Dense _head = new(1);

        protected override TorchSharp.torch.Tensor Call(TorchSharp.torch.Tensor input, CallContext context)
        {
            if (context.Training) seen.Add(input[0, 0].item<float>());
            return _head.Forward(input, context);
        }
    }

    [Fact]
    public void The_average_is_evaluated_and_the_weights_train_on()
    {
        (float[,] X, float[] Y) data = Data();
        Sequential plain = Net(new SGD(0.1) { UseEma = true, EmaMomentum = 0.5 }), swapped = Net(new SGD(0.1) { UseEma = true, EmaMomentum = 0.5 });
        List<float[]> trained = [], tested = [];
        plain.Fit(data.X, data.Y, epochs: 2, validation: (data.X, data.Y), shuffle: false, verbose: Verbosity.Silent, callbacks: [new LambdaCallback { BatchEnd = (_, _) => trained.Add(plain.GetWeights()[0]) }]);
        swapped.Fit(data.X, data.Y, epochs: 2, validation: (data.X, data.Y), shuffle: false, verbose: Verbosity.Silent,
            callbacks: [new SwapEMAWeights(), new LambdaCallback { TestBatchEnd = (_, _) => tested.Add(swapped.GetWeights()[0]) }]);
        float[] average = trained[0];
        for (int step = 1; step < 8; step++) average = [.. average.Zip(trained[step], (a, w) => 0.5f * a + 0.5f * w)];
        for (int i = 0; i < average.Length; i++) Assert.Equal(average[i], tested[0][i], 1e-6f);
        Assert.Equal(plain.GetWeights(), swapped.GetWeights());
        Sequential none = Net(new SGD(0.1));
        Assert.Contains("UseEma", Assert.Throws<InvalidOperationException>(() => none.Fit(data.X, data.Y, validation: (data.X, data.Y), verbose: Verbosity.Silent, callbacks: [new SwapEMAWeights()])).Message);
    }

    [Fact]
    public void A_cancelled_run_gives_back_the_best_weights()
    {
        (float[,] X, float[] Y) data = Data();
        Sequential model = Net(new SGD(0.05));
        using var source = new CancellationTokenSource();
        float[][]? best = null;
        History history = model.Fit(data.X, data.Y, epochs: 9, validation: (data.X, data.Y), verbose: Verbosity.Silent, cancellation: source.Token, callbacks:
        [
            new EarlyStopping { Patience = 9, RestoreBestWeights = true },
            new LambdaCallback { EpochEnd = (epoch, _) => { if (epoch == 1) best = model.GetWeights(); }, BatchEnd = (batch, _) => { if (best is not null && batch == 2) source.Cancel(); } },
        ]);
        Assert.Equal((2, "cancelled"), (history.Epochs, history.StopReason));
        Assert.True(history["val_loss"][1] < history["val_loss"][0]);
        Assert.Equal(best!, model.GetWeights());
    }
}
