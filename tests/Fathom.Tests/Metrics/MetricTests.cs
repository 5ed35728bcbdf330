using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Metrics;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using Fathom.Training;
using static TorchSharp.torch;

namespace Fathom.Tests.Metrics;

public class MetricTests
{
    private static readonly JsonNode Reference = Fixture.Read("sklearn_metrics.json");

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        JsonArray all = Reference["cases"]!.AsArray();
        for (int i = 0; i < all.Count; i++) cases.Add(i, $"{all[i]!["class"]} {all[i]!["config"]!.ToJsonString()}");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_scikit_learn(int index, string name)
    {
        Assert.NotEmpty(name);
        using var scope = NewDisposeScope();
        JsonNode reference = Reference["cases"]![index]!;
        JsonObject config = reference["config"]!.DeepClone().AsObject();
        config["name"] = "x";
        var metric = KerasRegistry.Deserialize<Metric>(new JsonObject { ["class_name"] = reference["class"]!.DeepClone(), ["config"] = config })!;
        JsonObject kept = JsonNode.Parse(metric.GetConfig().ToJsonString())!.AsObject();
        foreach ((string option, JsonNode? value) in config) Assert.True(JsonNode.DeepEquals(value, kept[option]), $"{option} became {kept[option]}");
        metric = KerasRegistry.Deserialize<Metric>(JsonNode.Parse(KerasRegistry.Serialize(metric, "keras.metrics")!.ToJsonString()))!;
        Assert.True(JsonNode.DeepEquals(kept, metric.GetConfig()));

        Tensor target = Data(reference["target"]!), prediction = Data(reference["prediction"]!), weights = tensor(Reference["weights"].Floats());
        AssertStream(metric, target, prediction, null, reference["plain"]!);
        AssertStream(metric, target, prediction, weights, reference["weighted"]!);
        // Targets without a last axis of 1, predictions with it: as training gives them.
        if (prediction.ndim == 1) AssertStream(metric, target, prediction.unsqueeze(-1), weights, reference["weighted"]!);
        // Rows as timesteps: weights by timestep give the same.
        if (reference["class"]!.GetValue<string>() is not ("R2Score" or "OneHotIoU" or "OneHotMeanIoU") && !config.ContainsKey("sparse_y_pred") && !config.ContainsKey("axis"))
            AssertStream(metric, Steps(target), Steps(prediction.ndim == 1 ? prediction.unsqueeze(-1) : prediction), weights.reshape(-1, 4), reference["weighted"]!);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Goes_on_from_a_checkpoint_within_a_pass(int index, string name)
    {
        Assert.NotEmpty(name);
        using var scope = NewDisposeScope();
        JsonNode reference = Reference["cases"]![index]!;
        JsonObject config = reference["config"]!.DeepClone().AsObject();
        config["name"] = "x";
        var metric = KerasRegistry.Deserialize<Metric>(new JsonObject { ["class_name"] = reference["class"]!.DeepClone(), ["config"] = config })!;
        Tensor target = Data(reference["target"]!), prediction = Data(reference["prediction"]!);
        Shape output = [.. prediction.shape[1..].Select(axis => (int)axis)];
        MetricState first = metric.Start(output, null), second = metric.Start(output, null);
        first.Update(target.narrow(0, 0, 100), prediction.narrow(0, 0, 100), null);
        RunningValues.Import(second, RunningValues.Export(first).ToList().GetEnumerator(), CPU);
        second.Update(target.narrow(0, 100, 300), prediction.narrow(0, 100, 300), null);
        AssertResults(second, reference["plain"]!);
    }

    [Fact]
    public void Every_metric_has_a_case()
    {
        HashSet<string> covered = [.. Reference["cases"]!.AsArray().Select(one => one!["class"]!.GetValue<string>()), "AccuracyByShape"];
        Assert.Empty(typeof(Metric).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract && !covered.Contains(type.Name)).Select(type => type.Name));
    }

    [Fact]
    public void Auc_of_kerass_own_example()
    {
        // keras.metrics.AUC's docstring: three thresholds, tpr [1, 0.5, 0], fpr [1, 0, 0].
        float[] target = [0, 0, 1, 1], prediction = [0, 0.5f, 0.3f, 0.9f];
        Assert.Equal(0.75, Stream(new AUC { ThresholdCount = 3 }, target, prediction, null, true), 1e-12);
        Assert.Equal(1, Stream(new AUC { ThresholdCount = 3 }, target, prediction, [1, 0, 0, 1], true), 1e-12);
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
        Assert.Equal(0.75, One(Metric.Accuracy, yes, scores, [1], new Fathom.Losses.BinaryCrossentropy { FromLogits = true }), 1e-7);
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

    [Fact]
    public void Predictions_that_are_no_numbers_are_never_positive()
    {
        Assert.Equal(1, Stream(Metric.Precision, [1, 0], [0.9f, float.NaN], null, true));
        Assert.Equal(1, Stream(new FalseNegatives(), [1, 1], [0.9f, float.NaN], null, true));
        using var scope = NewDisposeScope();
        Assert.Equal(0, One(new TopKCategoricalAccuracy { K = 2 }, tensor(new float[] { 1, 0 }, [1, 2]), full([1, 2], float.NaN), [2]));
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Contains("Threshold", Assert.Throws<ArgumentException>(() => new F1Score().Start([1], null)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new F1Score { Threshold = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FBetaScore { Beta = 0 });
        Assert.Throws<ArgumentException>(() => new Precision { Thresholds = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Recall { TopK = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AUC { ThresholdCount = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrecisionAtRecall(1.5));
        Assert.Throws<ArgumentException>(() => new IoU(2, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PearsonCorrelation { Axis = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new R2Score { Regressors = -1 });
        using var scope = NewDisposeScope();
        Assert.Contains("class 5", Assert.Throws<ShapeException>(() => One(new Precision { ClassId = 5 }, zeros(2, 3), zeros(2, 3), [3])).Message);
    }

    private static Tensor Data(JsonNode name)
    {
        JsonNode data = Reference["data"]![name.GetValue<string>()]!;
        return tensor(data["values"].Floats(), [.. data["shape"]!.AsArray().Select(axis => axis!.GetValue<long>())]);
    }

    private static Tensor Steps(Tensor rows) => rows.reshape([-1, 4, .. rows.shape[1..]]);

    // Uneven batches, and a pass before, so that a mean of means or a forgotten reset would show.
    private static void AssertStream(Metric metric, Tensor target, Tensor prediction, Tensor? weights, JsonNode expected)
    {
        MetricState state = metric.Start([.. prediction.shape[1..].Select(axis => (int)axis)], null);
        for (int pass = 0; pass < 2; pass++)
        {
            state.Reset();
            long third = prediction.shape[0] / 3;
            foreach ((long start, long end) in ((long, long)[])[(0, 7), (7, third), (third, prediction.shape[0])])
                state.Update(target.narrow(0, start, end - start), prediction.narrow(0, start, end - start), weights?.narrow(0, start, end - start));
        }
        AssertResults(state, expected);
    }

    private static void AssertResults(MetricState state, JsonNode expected)
    {
        if (expected is JsonArray { Count: > 0 } table && table[0] is JsonArray)
        {
            double[] flat = [.. table.SelectMany(row => row.Doubles())];
            Assert.Empty(state.Results());
            AssertClose(flat, [.. state.Matrix()!.Cast<double>()]);
        }
        else AssertClose(expected is JsonArray ? expected.Doubles() : [expected.GetValue<double>()], state.Results());
    }

    private static void AssertClose(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6 * Math.Max(1, Math.Abs(expected[i])));
    }

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
