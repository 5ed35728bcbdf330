using System.Diagnostics;
using System.Reflection;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Schedules;
using TorchSharp;

namespace Fathom.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private const string ChildVariable = "FATHOM_TEST_KILLED_RUN";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    private string Checkpoint => Path.Combine(_folder, "deep", "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal sealed class Interrupted : Exception;

    internal static (float[,] X, float[] Y) Data()
    {
        var random = new Random(3);
        float[,] x = new float[70, 4];
        float[] y = new float[70];
        for (int i = 0; i < 70; i++)
        {
            for (int j = 0; j < 4; j++) x[i, j] = random.NextSingle() * 2 - 1;
            y[i] = x[i, 0] * x[i, 1] > 0 ? 1 : 0;
        }
        return (x, y);
    }

    private sealed class Derived() : Model("derived")
    {
        private readonly Dense _hidden = new(6, Activation.Relu), _head = new(1, Activation.Sigmoid);
        private readonly Dropout _dropout = new(0.3f);

        protected override torch.Tensor Call(torch.Tensor input, CallContext context) => _head.Forward(_dropout.Forward(_hidden.Forward(input, context), context), context);
    }

    internal sealed record Outcome(float[][] Weights, History History, int NextSeed, double Rate);

    // Everything that has a state of its own at once: shuffling, dropout, Adam with a moving average, callbacks that wait and lower rates, metrics.
    internal static Outcome Run(IReadOnlyList<Callback> more, bool derived = false, bool schedule = false, int? steps = null, CancellationToken cancellation = default)
    {
        using IDisposable seeds = Seeds.Use(11);
        (float[,] x, float[] y) = Data();
        Model model = derived ? new Derived() : new Sequential { new Input(4), new Dense(8, Activation.Relu), new Dropout(0.3f), new LayerNormalization(), new Dense(1, Activation.Sigmoid) };
        model.Compile(
            new Adam(schedule ? new ExponentialDecay(0.02, 10, 0.9) : 0.02) { UseEma = true, EmaMomentum = 0.9 }, Loss.BinaryCrossentropy, [Metric.Accuracy, Metric.AUC, Metric.Precision]);
        Callback[] steering = schedule ? [] : [new ReduceLROnPlateau { Monitor = "loss", Patience = 0, MinDelta = 0.05, Factor = 0.5 }];
        History history = model.Fit(
            Dataset.From(x, y).Shuffle().Batch(8), epochs: 6, validation: Dataset.From(x, y),
            callbacks: [new EarlyStopping { Patience = 3, RestoreBestWeights = true }, new SwapEMAWeights { SwapOnEpoch = derived }, .. steering, .. more],
            verbose: Verbosity.Silent, stepsPerEpoch: steps, cancellation: cancellation);
        return new(model.GetWeights(), history, Seeds.Next(), model.Optimizer.CurrentLearningRate);
    }

    internal static LambdaCallback StopAt(int batch, Action stop)
    {
        int seen = 0;
        return new LambdaCallback { BatchEnd = (_, _) => { if (++seen == batch) stop(); } };
    }

    internal static void Same(Outcome expected, Outcome actual)
    {
        Assert.Equal(expected.Weights.Length, actual.Weights.Length);
        for (int i = 0; i < expected.Weights.Length; i++) Assert.Equal(expected.Weights[i].Select(BitConverter.SingleToInt32Bits), actual.Weights[i].Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.History.Names, actual.History.Names);
        foreach (string name in expected.History.Names)
            Assert.Equal(expected.History[name].Select(BitConverter.DoubleToInt64Bits), actual.History[name].Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.History.StopReason, actual.History.StopReason);
        Assert.Equal(expected.NextSeed, actual.NextSeed);
        Assert.Equal(expected.Rate, actual.Rate);
    }

    [Theory]
    [InlineData(false, false, null, 3, 22)]
    [InlineData(false, true, null, 1, 9)]
    [InlineData(false, false, null, null, 31)]
    [InlineData(true, false, null, 4, 25)]
    [InlineData(true, true, null, null, 40)]
    [InlineData(false, false, 5, 3, 17)]
    public void An_interrupted_run_ends_as_if_nothing_had_happened(bool derived, bool schedule, int? steps, int? frequency, int interruption)
    {
        Callback Backup() => new BackupAndRestore(Checkpoint) { SaveFrequency = frequency };
        Callback Idle() => new LambdaCallback();
        Outcome whole = Run([Backup(), Idle()], derived, schedule, steps);
        Assert.False(File.Exists(Checkpoint));
        Assert.Throws<Interrupted>(() => Run([Backup(), StopAt(interruption, () => throw new Interrupted())], derived, schedule, steps));
        Assert.True(File.Exists(Checkpoint));
        Same(whole, Run([Backup(), Idle()], derived, schedule, steps));
        Assert.False(File.Exists(Checkpoint));
    }

    [Fact]
    public void A_cancelled_run_goes_on_from_its_last_batch()
    {
        using var source = new CancellationTokenSource();
        Outcome whole = Run([new BackupAndRestore(Checkpoint), new LambdaCallback()]);
        Outcome part = Run([new BackupAndRestore(Checkpoint), StopAt(13, source.Cancel)], cancellation: source.Token);
        Assert.Equal("cancelled", part.History.StopReason);
        int batches = 0;
        Same(whole, Run([new BackupAndRestore(Checkpoint), new LambdaCallback { BatchEnd = (_, _) => batches++ }]));
        // Nine batches an epoch: the cancellation was seen in the 14th.
        Assert.Equal(9 * whole.History.Epochs - 14, batches);
    }

    [Fact]
    public async Task A_killed_process_is_taken_up_again()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is { Length: > 0 } path)
        {
            Run([new BackupAndRestore(path) { SaveFrequency = 2 }, StopAt(23, () => Process.GetCurrentProcess().Kill())]);
            return;
        }
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Assembly.GetExecutingAssembly().Location, "-method", $"{typeof(ResumeTests).FullName}.{nameof(A_killed_process_is_taken_up_again)}" },
            Environment = { [ChildVariable] = Checkpoint },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode != 0 && File.Exists(Checkpoint), $"exit code {child.ExitCode}: {await output} {await error}");
        Outcome resumed = Run([new BackupAndRestore(Checkpoint) { SaveFrequency = 2 }, new LambdaCallback()]);
        Same(Run([]), resumed);
    }

    [Fact]
    public void A_log_holds_every_epoch_once()
    {
        string log = Path.Combine(_folder, "log.csv");
        Run([new CSVLogger(log), new BackupAndRestore(Checkpoint) { SaveFrequency = 4 }, new LambdaCallback()]);
        string whole = File.ReadAllText(log);
        Assert.Throws<Interrupted>(() => Run([new CSVLogger(log), new BackupAndRestore(Checkpoint) { SaveFrequency = 4 }, StopAt(19, () => throw new Interrupted())]));
        Run([new CSVLogger(log), new BackupAndRestore(Checkpoint) { SaveFrequency = 4 }, new LambdaCallback()]);
        Assert.Equal(whole, File.ReadAllText(log));
    }

    [Fact]
    public void A_damaged_or_foreign_checkpoint_is_explained()
    {
        Assert.Throws<Interrupted>(() => Run([new BackupAndRestore(Checkpoint), StopAt(10, () => throw new Interrupted())]));
        Assert.Contains("its callbacks were", Assert.Throws<InvalidOperationException>(() => Run([new BackupAndRestore(Checkpoint)])).Message);
        Assert.Contains("an epoch had 9 batches there and has 4 here", Assert.Throws<InvalidOperationException>(() => Run([new BackupAndRestore(Checkpoint), new LambdaCallback()], steps: 4)).Message);
        byte[] bytes = File.ReadAllBytes(Checkpoint);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(Checkpoint, bytes);
        Assert.Contains("is damaged", Assert.Throws<ModelFormatException>(() => Run([new BackupAndRestore(Checkpoint)])).Message);
        File.WriteAllBytes(Checkpoint, bytes[..200]);
        Assert.Contains("Delete it to begin anew", Assert.Throws<ModelFormatException>(() => Run([new BackupAndRestore(Checkpoint)])).Message);
    }

    [Fact]
    public void A_model_file_carries_the_optimizer_so_that_training_goes_on()
    {
        (float[,] x, float[] y) = Data();
        Sequential Net()
        {
            using IDisposable seeds = Seeds.Use(5);
            var net = new Sequential { new Input(4), new Dense(6, Activation.Tanh), new Dense(1) };
            net.Compile(new Adam(0.01), Loss.MeanSquaredError);
            return net;
        }
        void Train(Model model, int epochs) => model.Fit(x, y, epochs: epochs, shuffle: false, verbose: Verbosity.Silent);
        Sequential whole = Net(), first = Net();
        Train(whole, 5);
        Train(first, 2);
        string file = Path.Combine(_folder, "m.keras"), weights = Path.Combine(_folder, "m.weights.h5");
        first.Save(file);
        first.SaveWeights(weights);
        Model loaded = Model.Load(file);
        Assert.Equal(6, loaded.Optimizer.Iterations);
        Train(loaded, 3);
        Assert.Equal(whole.GetWeights(), loaded.GetWeights());
        Sequential again = Net();
        again.LoadWeights(weights);
        Train(again, 3);
        Assert.Equal(whole.GetWeights(), again.GetWeights());

        Assert.Contains(".weights.h5", Assert.Throws<ArgumentException>(() => first.SaveWeights(file)).Message);
        Assert.Throws<FileNotFoundException>(() => again.LoadWeights(Path.Combine(_folder, "none.weights.h5")));
        var other = new Sequential { new Input(4), new Dense(5), new Dense(1) };
        Assert.Contains("another architecture", Assert.Throws<ModelFormatException>(() => other.LoadWeights(weights)).Message);
    }

    [Fact]
    public void Weights_of_a_derived_model_go_through_a_file()
    {
        (float[,] x, float[] y) = Data();
        Derived Net()
        {
            var net = new Derived();
            net.Compile(new SGD(0.1), Loss.BinaryCrossentropy);
            net.Fit(x, y, verbose: Verbosity.Silent);
            return net;
        }
        Derived first = Net(), second = Net();
        string path = Path.Combine(_folder, "derived.weights.h5");
        first.SaveWeights(path);
        second.LoadWeights(path);
        Assert.Equal(first.GetWeights(), second.GetWeights());
    }
}
