using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Layers;
using Fathom.Metrics;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Tests.Models;

public class WeightedMetricTests
{
    private static readonly float[,] X = { { 1 }, { 2 }, { 3 }, { 4 } };

    // The model answers 0 to everything, so that errors are the targets: 1, 2, 3, 4, weighted 1, 0, 0, 3.
    private static readonly Dataset Weighted = Dataset.From(X, new float[] { 1, 2, 3, 4 }, new float[] { 1, 0, 0, 3 }).Batch(3);

    [Fact]
    public void Sample_weights_act_on_the_loss_and_on_weighted_metrics_only()
    {
        Sequential model = Zero();
        model.Compile(new SGD(0.1), Loss.MeanAbsoluteError, [Metric.MeanAbsoluteError], [Metric.MeanAbsoluteError, new MeanSquaredError { Name = "mse" }]);
        Scores scores = model.Evaluate(Weighted);
        Assert.Equal(["loss", "mean_absolute_error", "weighted_mean_absolute_error", "mse"], scores.Keys);
        Assert.Equal(2.5, scores["mean_absolute_error"], 1e-6);
        Assert.Equal((1 + 12) / 4.0, scores["weighted_mean_absolute_error"], 1e-6);
        Assert.Equal((1 + 48) / 4.0, scores["mse"], 1e-6);
        Assert.Equal((1 + 12) / 4.0, scores["loss"], 1e-6);
    }

    [Fact]
    public void Masks_act_on_every_metric()
    {
        var model = new Sequential { new Input(3, 1), new Masking(), new Dense(1) { KernelInitializer = new Fathom.Initializers.Zeros() } };
        model.Compile(new SGD(0.1), Loss.MeanAbsoluteError, [Metric.MeanAbsoluteError], [new MeanAbsoluteError { Name = "weighted" }]);
        float[,,] x = { { { 1 }, { 0 }, { 0 } }, { { 1 }, { 1 }, { 0 } } }, y = { { { 1 }, { 100 }, { 100 } }, { { 2 }, { 3 }, { 100 } } };
        Scores scores = model.Evaluate(Dataset.From(x, y, new float[] { 1, 2 }).Batch(2));
        Assert.Equal(2, scores["mean_absolute_error"], 1e-6);
        Assert.Equal((1 + 2 * 2 + 2 * 3) / 5.0, scores["weighted"], 1e-6);
    }

    [Fact]
    public void Several_figures_are_numbered_and_tables_are_read_apart()
    {
        var model = new Sequential { new Input(2), new Identity() };
        model.Compile(new SGD(0.1), Loss.SparseCategoricalCrossentropy, [new F1Score(), new ConfusionMatrix(), Metric.Accuracy, Metric.Accuracy]);
        float[,] x = { { 0.9f, 0.1f }, { 0.8f, 0.2f }, { 0.3f, 0.7f } };
        Scores scores = model.Evaluate(x, new float[] { 0, 1, 1 });
        Assert.Equal(["loss", "f1_score_0", "f1_score_1", "accuracy", "accuracy_1"], scores.Keys);
        Assert.Equal(2 / 3.0, scores["f1_score_1"], 1e-12);
        Assert.Equal(new double[,] { { 1, 0 }, { 1, 1 } }, scores.Matrix("confusion_matrix"));
        Assert.Contains("confusion_matrix", Assert.Throws<KeyNotFoundException>(() => scores.Matrix("x")).Message);
    }

    [Fact]
    public void What_keras_writes_of_losses_and_metrics_is_read()
    {
        string[] outputs = ["a", "b"];
        Assert.Equal("mse", CompileNames.ReadMetric("mse").Name);
        Assert.IsType<MeanSquaredError>(CompileNames.ReadMetric("MSE"));
        Assert.IsType<TopKCategoricalAccuracy>(CompileNames.ReadMetric("top_k_categorical_accuracy"));
        Assert.IsType<KLDivergence>(CompileNames.ReadMetric("KLDivergence"));
        Assert.Equal("acc", CompileNames.ReadMetric("acc").Name);
        Assert.Equal("\"acc\"", CompileNames.Write(CompileNames.ReadMetric("acc"))!.ToJsonString());
        Assert.Equal("\"accuracy\"", CompileNames.Write(Metric.Accuracy)!.ToJsonString());
        // By class it is Keras's exact equality.
        Assert.IsType<Accuracy>(CompileNames.ReadMetric(JsonNode.Parse("""{"class_name":"Accuracy","config":{"name":"accuracy","dtype":"float32"}}""")));
        foreach (string text in (string[])["mse", "MSE", "mae", "mape", "msle", "bce", "kld", "huber", "log_cosh", "hinge", "poisson", "cosine_similarity", "ctc", "dice", "sparse_categorical_crossentropy", "Tversky"])
            Assert.NotNull(CompileNames.ReadLoss(text));
        Assert.IsType<Fathom.Losses.MeanSquaredError>(CompileNames.ReadLoss(JsonNode.Parse("""{"module":"builtins","class_name":"function","config":"mean_squared_error","registered_name":"function"}""")));
        Assert.Contains("'nothing'", Assert.Throws<ModelFormatException>(() => CompileNames.ReadLoss("nothing")).Message);
        Assert.Equal(["\"mse\"", "\"mae\""], CompileNames.PerOutput(JsonNode.Parse("""{"b":"mae","a":"mse"}"""), outputs).Select(node => node!.ToJsonString()));
        Assert.Equal([1, 2], CompileNames.ListsPerOutput(JsonNode.Parse("""["mse",["mae","acc"]]"""), outputs).Select(list => list.Count));
        Assert.Equal([2], CompileNames.ListsPerOutput(JsonNode.Parse("""["mse","mae"]"""), ["a"]).Select(list => list.Count));
        Assert.Equal([2], CompileNames.ListsPerOutput(JsonNode.Parse("""[["mse","mae"]]"""), ["a"]).Select(list => list.Count));
    }

    [Fact]
    public void A_saved_model_is_compiled_with_the_same_metrics()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.keras");
        try
        {
            Sequential model = Zero();
            model.Compile(new SGD(0.1), new Fathom.Losses.Huber { Reduction = LossReduction.Sum, Delta = 2 }, [Metric.Accuracy, new Precision { Thresholds = [0.2, 0.7] }], [new MeanIoU(2)]);
            Scores before = model.Evaluate(Weighted);
            model.Save(path);
            Scores after = Model.Load(path, "cpu").Evaluate(Weighted);
            Assert.Equal(before.AsEnumerable(), after);
            Assert.Equal(["loss", "accuracy", "precision_0", "precision_1", "mean_io_u"], after.Keys);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Sequential Zero() => new() { new Input(1), new Dense(1) { KernelInitializer = new Fathom.Initializers.Zeros() } };
}
