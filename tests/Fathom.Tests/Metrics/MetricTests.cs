using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Metrics;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using static TorchSharp.torch;

namespace Fathom.Tests.Metrics;

public class MetricTests
{
    private static readonly JsonNode Reference = Fixture.Read("sklearn_metrics.json");

    [Theory]
    [InlineData("BinaryAccuracy", "truth", "chance")]
    [InlineData("Precision", "truth", "chance")]
    [InlineData("Recall", "truth", "chance")]
    [InlineData("AUC", "truth", "grid")]
    [InlineData("MeanAbsoluteError", "y", "q")]
    [InlineData("MeanSquaredError", "y", "q")]
    [InlineData("RootMeanSquaredError", "y", "q")]
    [InlineData("MeanAbsolutePercentageError", "y", "q")]
    public void Agrees_with_scikit_learn(string name, string targets, string predictions)
    {
        Metric metric = KerasRegistry.Deserialize<Metric>(new JsonObject { ["class_name"] = name, ["config"] = new JsonObject { ["name"] = "x" } })!;
        Assert.Equal(metric.GetConfig().ToJsonString(), KerasRegistry.Deserialize<Metric>(JsonNode.Parse(KerasRegistry.Serialize(metric, "keras.metrics")!.ToJsonString()))!.GetConfig().ToJsonString());
        float[] target = Reference[targets].Floats(), prediction = Reference[predictions].Floats(), weights = Reference["weights"].Floats();
        AssertClose(Reference["unweighted"]![name]!.GetValue<double>(), Stream(metric, target, prediction, null, column: true));
        AssertClose(Reference["weighted"]![name]!.GetValue<double>(), Stream(metric, target, prediction, weights, column: true));
        AssertClose(Reference["weighted"]![name]!.GetValue<double>(), Stream(metric, target, prediction, weights, column: false));
    }

    [Fact]
    public void Auc_of_kerass_own_example()
    {
        // keras.metrics.AUC's docstring: three thresholds, tpr [1, 0.5, 0], fpr [1, 0, 0].
        float[] target = [0, 0, 1, 1], prediction = [0, 0.5f, 0.3f, 0.9f];
        Assert.Equal(0.75, Stream(new AUC { Thresholds = 3 }, target, prediction, null, true), 1e-12);
        Assert.Equal(1, Stream(new AUC { Thresholds = 3 }, target, prediction, [1, 0, 0, 1], true), 1e-12);
    }

    [Fact]
    public void Auc_refuses_logits_unless_told()
    {
        float[] target = [0, 0, 1, 1], logits = [-2, 1, -0.5f, 3];
        Assert.Contains("FromLogits", Assert.Throws<InvalidOperationException>(() => Stream(Metric.AUC, target, logits, null, true)).Message);
        Assert.Equal(0.75, Stream(new AUC { FromLogits = true }, target, logits, null, true), 1e-12);
        Assert.True(double.IsNaN(Stream(Metric.AUC, [1, 1], [0.5f, 0.5f], null, true)));
        Assert.True(double.IsNaN(Stream(Metric.AUC, [0, 1], [float.NaN, 0.5f], null, true)));
    }

    [Fact]
    public void Accuracy_is_chosen_by_shape_as_keras_chooses()
    {
        using var scope = NewDisposeScope();
        Tensor classes = tensor(new float[] { 2, 0, 1 }), three = tensor(new float[] { .1f, .2f, .7f, .5f, .4f, .1f, .8f, .1f, .1f }, [3, 3]);
        Assert.Equal(2 / 3.0, One(Metric.Accuracy, classes, three, [3]), 1e-7);
        Assert.Equal(2 / 3.0, One(Metric.Accuracy, classes.unsqueeze(-1), three, [3]), 1e-7);
        Tensor oneHot = tensor(new float[] { 0, 0, 1, 1, 0, 0, 0, 1, 0 }, [3, 3]);
        Assert.Equal(2 / 3.0, One(Metric.Accuracy, oneHot, three, [3]), 1e-7);
        Tensor yes = tensor(new float[] { 1, 0, 1, 0 }), scores = tensor(new float[] { 0.3f, -0.2f, 2, 0.7f }, [4, 1]);
        Assert.Equal(0.5, One(Metric.Accuracy, yes, scores, [1]), 1e-7);
        Assert.Equal(0.75, One(Metric.Accuracy, yes, scores, [1], new BinaryCrossentropy { FromLogits = true }), 1e-7);
        Assert.Equal("accuracy", Metric.Accuracy.Name);
        Tensor sequences = tensor(new float[] { 0, 1, 1, 0 }, [2, 2]), steps = tensor(new float[] { .9f, .1f, .2f, .8f, .7f, .3f, .6f, .4f }, [2, 2, 2]);
        Assert.Equal(0.75, One(Metric.Accuracy, sequences, steps, [2, 2]), 1e-7);
    }

    [Fact]
    public void Names_in_logs_are_those_of_keras()
    {
        Assert.Equal("mean_absolute_error", Metric.MeanAbsoluteError.Name);
        Assert.Equal("mae", new Fathom.Metrics.MeanAbsoluteError { Name = "mae" }.Name);
        Assert.Equal("root_mean_squared_error", Metric.RootMeanSquaredError.Name);
        Assert.Equal("sparse_categorical_accuracy", new SparseCategoricalAccuracy().Name);
        Assert.Equal("auc", Metric.AUC.Name);
    }

    [Fact]
    public void Ratios_without_a_denominator_are_zero_and_nothing_counted_is_nan()
    {
        Assert.Equal(0, Stream(Metric.Precision, [1, 1], [0, 0], null, true));
        Assert.Equal(0, Stream(Metric.Recall, [0, 0], [1, 1], null, true));
        Assert.True(double.IsNaN(Metric.Accuracy.Start([1], null).Result()));
        Assert.True(double.IsNaN(Metric.MeanAbsoluteError.Start([1], null).Result()));
        Assert.True(double.IsNaN(Metric.AUC.Start([1], null).Result()));
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 2e-6 * Math.Max(1, Math.Abs(expected)));

    private static double One(Metric metric, Tensor target, Tensor prediction, Shape output, Loss? loss = null)
    {
        MetricState state = metric.Start(output, loss);
        state.Update(target, prediction, null);
        return state.Result();
    }

    // Uneven batches, and a reset first, so that a mean of means or a forgotten reset would show.
    private static double Stream(Metric metric, float[] target, float[] prediction, float[]? weights, bool column)
    {
        MetricState state = metric.Start([1], null);
        for (int pass = 0; pass < 2; pass++)
        {
            state.Reset();
            for (int start = 0, size = 7; start < target.Length; start += size, size += 13)
            {
                using var scope = NewDisposeScope();
                Range part = start..Math.Min(target.Length, start + size);
                int count = part.GetOffsetAndLength(target.Length).Length;
                Tensor outputs = column ? tensor(prediction[part], [count, 1]) : tensor(prediction[part]);
                state.Update(tensor(target[part]), outputs, weights is null ? null : tensor(weights[part]));
            }
        }
        return state.Result();
    }
}
