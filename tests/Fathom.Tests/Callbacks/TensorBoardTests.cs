using System.Buffers.Binary;
using System.Text;
using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Callbacks;

public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // RFC 3720, appendix B.4: 32 bytes of zeros have the CRC-32C 8a9136aa; and the check value of every catalogue of checksums.
    [Fact]
    public void The_reader_of_these_tests_computes_published_checksums()
    {
        Assert.Equal(0x8a9136aau, EventReader.Checksum(new byte[32]));
        Assert.Equal(0xe3069283u, EventReader.Checksum("123456789"u8));
    }

    [Fact]
    public void Figures_are_named_and_counted_as_keras_does()
    {
        float[,] x = { { 1 }, { 2 }, { 3 }, { 4 } };
        var model = new Sequential { new Input(1), new Dense(2) { Name = "hidden" }, new Dense(1) };
        model.Compile(new SGD(0.01), Loss.MeanSquaredError, [Metric.MeanAbsoluteError]);
        History history = model.Fit(x, x, epochs: 3, batchSize: 2, validation: (x, x), verbose: Verbosity.Silent, callbacks: [new TensorBoard(_folder) { UpdateFrequency = 3, HistogramFrequency = 2 }]);
        LoggedEvent[] train = EventReader.Read(Path.Combine(_folder, "train")), validation = EventReader.Read(Path.Combine(_folder, "validation"));
        Assert.Equal("brain.Event:2", train[0].Version);
        Assert.Equal("brain.Event:2", validation[0].Version);
        string metric = history.Names[1];
        foreach (string name in (string[])["loss", metric])
        {
            Assert.Equal(history[name].Select((value, epoch) => ((long)epoch, (float)value)), Scalars(train, $"epoch_{name}"));
            Assert.Equal(history[$"val_{name}"].Select((value, epoch) => ((long)epoch, (float)value)), Scalars(validation, $"epoch_{name}"));
            Assert.Equal([2L, 4, 6], Scalars(validation, $"evaluation_{name}_vs_iterations").Select(scalar => scalar.Step));
            Assert.Equal([3L, 6], Scalars(train, $"batch_{name}").Select(scalar => scalar.Step));
        }
        Assert.Equal([(0L, 0.01f), (1, 0.01f), (2, 0.01f)], Scalars(train, "epoch_learning_rate"));
        Assert.Equal((float)history["loss"][2], Scalars(train, "batch_loss")[1].Value);
        foreach (string name in (string[])["hidden/kernel", "hidden/bias", "dense/kernel", "dense/bias"])
            Assert.Equal([0L, 2], train.Where(logged => logged.Tag == $"{name}/histogram").Select(logged => logged.Step));
        LoggedEvent graph = train[1];
        Assert.Equal(("keras", "graph_keras_model", 0L, 7, 3), (graph.Tag, graph.Plugin, graph.Step, graph.DataType, graph.DataClass));
        Assert.Equal(model.ToJson(), Encoding.UTF8.GetString(graph.Content));
        Assert.Contains("\"class_name\":\"Sequential\"", model.ToJson(), StringComparison.Ordinal);
        Assert.All(train[2..], logged => Assert.Equal(logged.Tag!.EndsWith("histogram", StringComparison.Ordinal) ? "histograms" : "scalars", logged.Plugin));
        Assert.All(train, logged => Assert.InRange(logged.Time, DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds()));
    }

    // 0, 1, …, 29 and 30 again: one value a bucket of width 1, and the last bucket holds 29, 30 and 30.
    [Fact]
    public void Histograms_count_every_value_once()
    {
        double[] buckets = Histogram([.. Enumerable.Range(0, 31).Append(30).Select(i => (float)i), float.NaN, float.PositiveInfinity]);
        for (int i = 0; i < 30; i++) Assert.Equal((i, i + 1.0, i == 29 ? 3 : 1), (buckets[3 * i], buckets[3 * i + 1], buckets[3 * i + 2]));
        Assert.Equal([4.0, 4, 2], Histogram([4, 4])[^3..]);
        Assert.Equal([4.0, 4, 0], Histogram([4, 4])[..3]);
    }

    private double[] Histogram(float[] values)
    {
        string folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        var dense = new Dense(values.Length) { Name = "layer", UseBias = false };
        dense.Build([new Shape(1)]);
        dense.OwnWeights[0].Assign(values);
        new Trainee { Layers = [dense] }.Run(new TensorBoard(folder) { HistogramFrequency = 1 }, "loss2", 1);
        LoggedEvent logged = EventReader.Read(Path.Combine(folder, "train")).Single(logged => logged.Plugin == "histograms");
        Assert.Equal((2, 2), (logged.DataType, logged.DataClass));
        Assert.Equal([30L, 3], logged.Axes);
        return [.. Enumerable.Range(0, 90).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(logged.Content.AsSpan(8 * i)))];
    }

    [Fact]
    public void Each_run_writes_a_file_of_its_own()
    {
        var callback = new TensorBoard(_folder);
        new Trainee().Run(callback, "val_loss", 1, 2);
        new Trainee().Run(callback, "val_loss", 1, 2);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "train")).Length);
        Assert.All(Directory.GetFiles(Path.Combine(_folder, "validation")), path => Assert.Contains(".tfevents.", path, StringComparison.Ordinal));
    }

    private static (long Step, float Value)[] Scalars(LoggedEvent[] events, string tag) => [.. events.Where(logged => logged.Tag == tag).Select(logged =>
    {
        Assert.Equal((1, 1, 0), (logged.DataType, logged.DataClass, logged.Axes.Length));
        return (logged.Step, BinaryPrimitives.ReadSingleLittleEndian(logged.Content));
    })];
}
