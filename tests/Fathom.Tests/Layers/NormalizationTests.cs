using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class NormalizationTests
{
    [Fact]
    public void Batch()
    {
        LayerHarness.Check("batch_normalization", () => new BatchNormalization());
        LayerHarness.Check("batch_normalization_sequence", () => new BatchNormalization());
        LayerHarness.Check("batch_normalization_image", () => new BatchNormalization());
        LayerHarness.Check("batch_normalization_axis_1", () => new BatchNormalization { Axis = 1 });
        LayerHarness.Check("batch_normalization_axis_2", () => new BatchNormalization { Axis = 2 });
        LayerHarness.Check("batch_normalization_plain", () => new BatchNormalization { Center = false, Scale = false });
        LayerHarness.Check("batch_normalization_frozen", () => new BatchNormalization { Trainable = false });
        LayerHarness.Check("batch_normalization_masked", () => new BatchNormalization());
    }

    [Fact]
    public void Layer()
    {
        LayerHarness.Check("layer_normalization", () => new LayerNormalization());
        LayerHarness.Check("layer_normalization_axis_1", () => new LayerNormalization { Axis = 1 });
        LayerHarness.Check("layer_normalization_axes", () => new LayerNormalization { Axis = [1, 2] });
        LayerHarness.Check("layer_normalization_axes_apart", () => new LayerNormalization { Axis = [3, 1] });
        LayerHarness.Check("layer_normalization_plain", () => new LayerNormalization { Center = false, Scale = false, Epsilon = 1e-5 });
        LayerHarness.Check("layer_normalization_rms", () => new LayerNormalization { RmsScaling = true });
    }

    [Fact]
    public void Group()
    {
        LayerHarness.Check("group_normalization", () => new GroupNormalization(2));
        LayerHarness.Check("group_normalization_axis_1", () => new GroupNormalization(3) { Axis = 1 });
        LayerHarness.Check("group_normalization_features", () => new GroupNormalization(2));
        LayerHarness.Check("group_normalization_instances", () => new GroupNormalization(-1));
    }

    [Fact]
    public void By_length()
    {
        LayerHarness.Check("rms_normalization", () => new RMSNormalization());
        LayerHarness.Check("rms_normalization_axes", () => new RMSNormalization { Axis = [1, 2], Epsilon = 1e-2 });
        LayerHarness.Check("unit_normalization", () => new UnitNormalization());
        LayerHarness.Check("unit_normalization_axes", () => new UnitNormalization { Axis = [1, 2] });
    }

    [Fact]
    public void By_fixed_statistics()
    {
        LayerHarness.Check("normalization_given", () => new Normalization { Mean = [1, -2, 0.5], Variance = [4, 0.25, 1.5] });
        LayerHarness.Check("normalization_inverted", () => new Normalization { Mean = [1, -2, 0.5], Variance = [4, 0.25, 1.5], Invert = true });
        LayerHarness.Check("normalization_adapted", () => new Normalization());
        LayerHarness.Check("normalization_adapted_axes", () => new Normalization { Axis = [1, 2] });
    }

    /// <summary>The moving averages of five batches, written out: m ← 0.9 m + 0.1 · (mean or biased variance of the batch).</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Moving_statistics_are_the_closed_form(bool masked)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var layer = new BatchNormalization { Momentum = 0.9 };
        double[] mean = new double[3], variance = [1, 1, 1];
        for (int step = 0; step < 5; step++)
        {
            Tensor batch = randn(4, 2, 3) * (step + 1) + step;
            if (masked) Masks.Attach(batch, tensor(new[] { true, true, true, false, false, false, true, true }, [4, 2]));
            int[] rows = masked ? [0, 1, 2, 6, 7] : [0, 1, 2, 3, 4, 5, 6, 7];
            float[] values = batch.data<float>().ToArray();
            for (int j = 0; j < 3; j++)
            {
                double[] column = [.. rows.Select(row => (double)values[row * 3 + j])];
                double average = column.Average();
                mean[j] = 0.9 * mean[j] + 0.1 * average;
                variance[j] = 0.9 * variance[j] + 0.1 * column.Average(x => (x - average) * (x - average));
            }
            _ = layer.Forward(batch, CallContext.Train);
        }
        Assert.Equal(["gamma", "beta", "moving_mean", "moving_variance"], layer.OwnWeights.Select(weight => weight.Name));
        Assert.All(layer.OwnWeights[2].ToArray().Zip(mean), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.All(layer.OwnWeights[3].ToArray().Zip(variance), pair => Assert.Equal(pair.Second, pair.First, 1e-5 * Math.Abs(pair.Second) + 1e-5));
        float[] kept = layer.OwnWeights[2].ToArray();
        _ = layer.Forward(randn(4, 2, 3), CallContext.Infer);
        Assert.Equal(kept, layer.OwnWeights[2].ToArray());
    }

    [Fact]
    public void A_batch_of_one_has_no_variance_and_makes_no_NaN()
    {
        using var scope = NewDisposeScope();
        var layer = new BatchNormalization { Momentum = 0.5, BetaInitializer = new Constant(0.25f) };
        // Computed as x · a + (beta − mean · a), a = 1 / √0.001: single precision rounds the products, of size 130.
        Assert.All(layer.Forward(tensor(new float[] { 3, -4 }, [1, 2]), CallContext.Train).data<float>().ToArray(), value => Assert.Equal(0.25f, value, 1e-5f));
        Assert.Equal([1.5f, -2], layer.OwnWeights[2].ToArray());
        Assert.Equal([0.5f, 0.5f], layer.OwnWeights[3].ToArray());
    }

    [Fact]
    public void Frozen_it_stays_as_it_is_while_others_train()
    {
        Seeds.Set(5);
        var frozen = new BatchNormalization { Trainable = false };
        var model = new Sequential { new Input(3), new Dense(4), frozen, new Dense(1) };
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        frozen.OwnWeights[2].Assign([1, 2, 3, 4]);
        float[][] before = [.. frozen.OwnWeights.Select(weight => weight.ToArray())];
        float[] dense = model.Layers[1].OwnWeights[0].ToArray();
        _ = model.Fit(new float[,] { { 1, 2, 3 }, { 4, 5, 7 }, { 0, -1, 1 } }, new float[] { 1, 2, 3 }, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(before, frozen.OwnWeights.Select(weight => weight.ToArray()));
        Assert.NotEqual(dense, model.Layers[1].OwnWeights[0].ToArray());
    }

    [Fact]
    public void Statistics_are_streamed_over_a_dataset()
    {
        float[,] series = new float[50, 2];
        for (int i = 0; i < 50; i++) (series[i, 0], series[i, 1]) = (1e4f + i, -3 * i * i);
        var layer = new Normalization();
        layer.Adapt(Dataset.Windows(series, new float[50], sequenceLength: 1).Batch(7));
        double[] second = [.. Enumerable.Range(0, 50).Select(i => -3.0 * i * i)];
        double mean = second.Average();
        // The variance of 0 … n − 1 is (n² − 1) / 12.
        Assert.Equal([(float)(1e4 + 24.5), (float)mean], layer.OwnWeights[0].ToArray());
        Assert.Equal((50 * 50 - 1) / 12.0, layer.OwnWeights[1].ToArray()[0], 1e-4);
        Assert.Equal((float)second.Average(x => (x - mean) * (x - mean)), layer.OwnWeights[1].ToArray()[1]);
        Assert.Equal(["mean", "variance", "count"], layer.OwnWeights.Select(weight => weight.Name));
        Assert.Empty(layer.TrainableWeights);
    }

    [Fact]
    public void One_statistic_of_all_values_and_back_again()
    {
        using var scope = NewDisposeScope();
        // Keras's own example: standardized by the mean 3 and the variance 2 of 1 … 5.
        Normalization there = new() { Axis = [] }, back = new() { Axis = [], Invert = true };
        foreach (Normalization layer in (Normalization[])[there, back]) layer.Adapt(new float[] { 1, 2, 3, 4, 5 });
        Tensor standard = there.Forward(tensor(new float[] { 1, 2, 3 }), CallContext.Infer);
        Assert.Equal([-1.4142135f, -0.70710677f, 0], standard.data<float>().ToArray());
        Assert.All(back.Forward(standard, CallContext.Infer).data<float>().ToArray().Zip([1f, 2, 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Empty(there.OwnWeights[0].Shape.ToArray());
    }

    [Fact]
    public void Statistics_are_read_from_a_file_that_holds_whole_numbers_too()
    {
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            JsonNode fixture = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "keras_whole_numbers.json")))!;
            File.WriteAllBytes(path, Convert.FromBase64String((string)fixture["file"]!));
            Model model = Model.Load(path);
            Assert.Equal([1f, 1, 2, 3], model.Predict(new float[,] { { 3, 5 }, { 5, 11 } }).ToArray());
            Assert.Equal([3f], model.GetLayer("normalization").OwnWeights[2].ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Data_it_cannot_learn_from_is_refused()
    {
        Assert.Contains("missing or infinite", Assert.Throws<ArgumentException>(() => new Normalization().Adapt(new float[,] { { 1 }, { float.NaN } })).Message, StringComparison.Ordinal);
        Assert.Contains("was given", Assert.Throws<InvalidOperationException>(() => new Normalization { Mean = [1], Variance = [1] }.Adapt(new float[,] { { 1 } })).Message, StringComparison.Ordinal);
        Assert.Contains("3 means and 0 variances", Assert.Throws<ShapeException>(() => new Normalization { Mean = [1, 2, 3] }.Build([[3]])).Message, StringComparison.Ordinal);
        var built = new Normalization();
        built.Adapt(new float[,] { { 1, 2 } });
        Assert.Contains("built for 2 values", Assert.Throws<ShapeException>(() => built.Adapt(new float[,] { { 1 } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Contains("do not divide into 4 groups", Assert.Throws<ShapeException>(() => new GroupNormalization(4).ComputeOutputShape([6])).Message, StringComparison.Ordinal);
        Assert.Contains("no known length", Assert.Throws<ShapeException>(() => new BatchNormalization { Axis = 1 }.ComputeOutputShape([Shape.Unknown, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("the batch", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization { Axis = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization { Momentum = 1.5 });
        Assert.Contains("name one twice", Assert.Throws<ArgumentException>(() => new LayerNormalization { Axis = [1, 1] }).Message, StringComparison.Ordinal);
    }
}
