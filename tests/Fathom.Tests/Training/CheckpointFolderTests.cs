using System.Diagnostics;
using System.Reflection;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Tests.Training;

public sealed class CheckpointFolderTests : IDisposable
{
    private const string ChildVariable = "FATHOM_TEST_KILLED_FOLDER";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    private string Checkpoints => Path.Combine(_folder, "runs", "one");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Files => [.. Directory.GetFiles(Checkpoints).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    // A net whose validation loss is what the test says, epoch by epoch: the target of the validation rows is out of reach, but the learning rate chooses the way.
    private static Sequential Net(double rate = 0.05)
    {
        using IDisposable seeds = Seeds.Use(4);
        var net = new Sequential { new Input(4), new Dense(6, Activation.Tanh), new Dense(1) };
        net.Compile(new Adam(rate), Loss.MeanSquaredError, device: "cpu");
        return net;
    }

    private static History Train(Model net, CheckpointFolder folder, int epochs, params Callback[] more)
    {
        using IDisposable seeds = Seeds.Use(6);
        (float[,] x, float[] y) = ResumeTests.Data();
        return net.Fit(x, y, epochs, 16, validation: (x, y), callbacks: [folder, .. more], verbose: Verbosity.Silent);
    }

    /// <summary>Training rates that undo what was learned: the losses of the epochs go down, then up.</summary>
    private static LearningRateScheduler Ruin(int after) => new((epoch, rate) => epoch < after ? rate : 1.5);

    [Fact]
    public void The_last_and_the_best_are_kept()
    {
        var folder = new CheckpointFolder(Checkpoints) { KeepLast = 2 };
        Model net = Net();
        float[][]? best = null;
        History history = Train(net, folder, 8, new LambdaCallback { EpochEnd = (epoch, _) => best = epoch == 2 ? net.GetWeights() : best }, Ruin(3));
        IReadOnlyList<double> losses = history["val_loss"];
        Assert.Equal(2, Enumerable.Range(0, 8).MinBy(epoch => losses[epoch]));
        Assert.Equal(["epoch-0003.checkpoint", "epoch-0007.checkpoint", "epoch-0008.checkpoint"], Files);

        var later = new CheckpointFolder(Checkpoints);
        Assert.Equal([3, 7, 8], later.All.Select(checkpoint => checkpoint.Epochs));
        Assert.Equal((Path.Combine(Checkpoints, "epoch-0003.checkpoint"), 3, 0, losses[2]), (later.Best!.Path, later.Best.Epochs, later.Best.Batches, later.Best.Logs["val_loss"]));
        Assert.Equal(8, later.Last!.Epochs);
        Assert.Equal(history.Names.Order(), later.Last.Logs.Keys.Order());

        Model again = Net();
        again.LoadWeights(later.Best.Path);
        Assert.Equal(best, again.GetWeights());
        Assert.Equal(15, again.Optimizer.Iterations); // Five batches an epoch.
        var bare = new Sequential { new Input(4), new Dense(6, Activation.Tanh), new Dense(1) };
        bare.LoadWeights(later.Best.Path);
        Assert.Equal(best, bare.GetWeights());
    }

    [Fact]
    public void A_better_one_takes_the_place_of_the_best()
    {
        IReadOnlyList<double> losses = Train(Net(0.001), new CheckpointFolder(Checkpoints) { KeepLast = 1 }, 4)["val_loss"];
        Assert.Equal(losses.OrderDescending(), losses); // Every epoch was better than the one before.
        Assert.Equal(["epoch-0004.checkpoint"], Files);
        Train(Net(0.001), new CheckpointFolder(Checkpoints) { KeepLast = 1, Monitor = "loss", Mode = MonitorMode.Max }, 7);
        Assert.Equal(["epoch-0004.checkpoint", "epoch-0007.checkpoint"], Files);
    }

    [Fact]
    public void A_run_that_is_complete_goes_on_to_more_epochs()
    {
        Model whole = Net(), first = Net(), second = Net(), third = Net();
        History all = Train(whole, new CheckpointFolder(Path.Combine(_folder, "other")), 6);
        Train(first, new CheckpointFolder(Checkpoints), 4);
        Assert.Equal(["epoch-0002.checkpoint", "epoch-0003.checkpoint", "epoch-0004.checkpoint"], Files);
        History longer = Train(second, new CheckpointFolder(Checkpoints), 6);
        Assert.Equal(whole.GetWeights(), second.GetWeights());
        Assert.Equal(all["val_loss"], longer["val_loss"]);
        Train(third, new CheckpointFolder(Checkpoints), 6); // Nothing is left to do.
        Assert.Equal(whole.GetWeights(), third.GetWeights());

        // The user's way back: without the last, the run goes on from the one before.
        File.Delete(Path.Combine(Checkpoints, "epoch-0006.checkpoint"));
        Model fourth = Net();
        Train(fourth, new CheckpointFolder(Checkpoints), 6);
        Assert.Equal(whole.GetWeights(), fourth.GetWeights());
    }

    [Theory]
    [InlineData(2, 21)]
    [InlineData(4, 30)]
    [InlineData(null, 40)]
    public void An_interrupted_run_ends_as_if_nothing_had_happened(int? frequency, int interruption)
    {
        CheckpointFolder Folder() => new(Checkpoints) { SaveFrequency = frequency, KeepLast = 2, Monitor = "val_loss" };
        ResumeTests.Outcome whole = ResumeTests.Run([new CheckpointFolder(Path.Combine(_folder, "other")) { SaveFrequency = frequency }, new LambdaCallback()]);
        Assert.Throws<ResumeTests.Interrupted>(() => ResumeTests.Run([Folder(), ResumeTests.StopAt(interruption, () => throw new ResumeTests.Interrupted())]));
        // Nine batches an epoch; the last checkpoint is in the midst of one where batches are counted.
        SavedCheckpoint last = Folder().Last!;
        Assert.Equal(frequency is null ? 0 : interruption % 9 > 0 ? 1 : 0, Math.Sign(last.Batches));
        Assert.InRange(interruption - (last.Epochs * 9 + last.Batches), 1, frequency ?? 9);
        ResumeTests.Same(whole, ResumeTests.Run([Folder(), new LambdaCallback()]));
    }

    [Fact]
    public async Task A_killed_process_is_taken_up_again_in_the_midst_of_an_epoch()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is { Length: > 0 } path)
        {
            ResumeTests.Run([new CheckpointFolder(path) { SaveFrequency = 4 }, ResumeTests.StopAt(24, () => Process.GetCurrentProcess().Kill())]);
            return;
        }
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Assembly.GetExecutingAssembly().Location, "-method", $"{typeof(CheckpointFolderTests).FullName}.{nameof(A_killed_process_is_taken_up_again_in_the_midst_of_an_epoch)}" },
            Environment = { [ChildVariable] = Checkpoints },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode != 0 && Directory.Exists(Checkpoints), $"exit code {child.ExitCode}: {await output} {await error}");
        Assert.EndsWith("epoch-0003-batch-000002.checkpoint", new CheckpointFolder(Checkpoints).Last!.Path, StringComparison.Ordinal);
        string half = Path.Combine(Checkpoints, "epoch-0009.checkpoint.1234.1.tmp");
        File.WriteAllBytes(half, [1, 2, 3]); // As left by a process that was killed while it wrote.
        ResumeTests.Same(ResumeTests.Run([]), ResumeTests.Run([new CheckpointFolder(Checkpoints) { SaveFrequency = 4 }, new LambdaCallback()]));
        Assert.False(File.Exists(half));
    }

    /// <summary>The code of docs/checkpoints.md, line by line: it compiles and runs here.</summary>
    [Fact]
    public void The_code_of_the_page_runs()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Fathom.slnx"))) root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The test runs outside the repository.");
        string[] here = [.. File.ReadAllLines(Path.Combine(root, "tests", "Fathom.Tests", "Training", "CheckpointFolderTests.cs")).Select(line => line.Trim())];
        bool code = false;
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "checkpoints.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) code = line == "```csharp";
            else if (code) Assert.Contains(line.Trim(), here);
        }

        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = _folder;
        try
        {
            (float[,] x, float[] y) = ResumeTests.Data();
            Model model = Net();
            Page(model, x, y, x, y);
            Assert.Equal(["runs/volatility/epoch-0198.checkpoint", "runs/volatility/epoch-0199.checkpoint", "runs/volatility/epoch-0200.checkpoint"],
                Directory.GetFiles("runs/volatility").Order().TakeLast(3));
            Assert.False(File.Exists("run.checkpoint"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static void Page(Model model, float[,] x, float[] y, float[,] xTest, float[] yTest)
    {
        model.Fit(x, y, epochs: 200, validation: (xTest, yTest), callbacks: [new EarlyStopping { Patience = 10 }, new BackupAndRestore("run.checkpoint") { SaveFrequency = 500 }]);

        var checkpoints = new CheckpointFolder("runs/volatility") { KeepLast = 3, Monitor = "val_loss", SaveFrequency = 500 };
        model.Fit(x, y, epochs: 200, validation: (xTest, yTest), callbacks: [checkpoints]);
        model.LoadWeights(checkpoints.Best!.Path);
    }

    [Fact]
    public void What_cannot_be_is_explained()
    {
        Assert.Contains("Keep at least", Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointFolder(Checkpoints) { KeepLast = 0 }).Message);
        Assert.Contains("Pass one of them", Assert.Throws<InvalidOperationException>(() => Train(Net(), new CheckpointFolder(Checkpoints), 1, new BackupAndRestore(Path.Combine(_folder, "a.checkpoint")))).Message);
        Assert.Contains("CheckpointFolder monitors 'val_acc'", Assert.Throws<InvalidOperationException>(() => Train(Net(), new CheckpointFolder(Checkpoints) { Monitor = "val_acc" }, 1)).Message);
        Assert.Null(new CheckpointFolder(Checkpoints).Best);

        Train(Net(), new CheckpointFolder(Checkpoints), 2);
        var other = new Sequential { new Input(4), new Dense(5), new Dense(1) };
        Assert.Contains("another architecture", Assert.Throws<ModelFormatException>(() => other.LoadWeights(new CheckpointFolder(Checkpoints).Last!.Path)).Message);
        string last = new CheckpointFolder(Checkpoints).Last!.Path;
        byte[] bytes = File.ReadAllBytes(last);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(last, bytes);
        Assert.Contains("to go on from the one before it", Assert.Throws<ModelFormatException>(() => Train(Net(), new CheckpointFolder(Checkpoints), 3)).Message);
    }
}
