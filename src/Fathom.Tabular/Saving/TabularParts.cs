using System.Text.Json.Nodes;
using Fathom.Models;
using Fathom.Saving;
using Fathom.Trees;

namespace Fathom.Tabular;

/// <summary>All that <c>Fathom.Tabular</c> knows to save in a <c>.fathom</c> file: nets, tree models, estimators, transformers and pipelines of them.</summary>
public static class TabularParts
{
    private const string TreesPart = "trees", NetPart = "net", TrainingFile = "training.json";

    /// <summary>The kinds; <c>docs/fathom-file.md</c> lists what each holds.</summary>
    public static PartKinds Kinds { get; } = new(
    [
        .. NetParts.Kinds,
        .. TreeParts.Kinds,
        PartKind.Of<StandardScaler>("standard_scaler", Write, ReadScaler),
        PartKind.Of<Ridge>("ridge", Write, ReadRidge),
        PartKind.Of<TreeModelRegressor>("tree_model_regressor", (model, writer) => writer.WritePart(TreesPart, model.Model), ReadTreeRegressor),
        PartKind.Of<TreeModelClassifier>("tree_model_classifier", (model, writer) => writer.WritePart(TreesPart, model.Model), ReadTreeClassifier),
        PartKind.Of<NeuralRegressor>("neural_regressor", (net, writer) => Write(net.Model, net.Epochs, net.BatchSize, writer), ReadNeuralRegressor),
        PartKind.Of<NeuralClassifier>("neural_classifier", (net, writer) => Write(net.Model, net.Epochs, net.BatchSize, writer), ReadNeuralClassifier),
        PartKind.Of<RegressionPipeline>("regression_pipeline", Write, ReadRegressionPipeline),
        PartKind.Of<ClassificationPipeline>("classification_pipeline", Write, ReadClassificationPipeline),
    ]);

    private static void Write(StandardScaler scaler, PartWriter writer) =>
        writer.Write("scaler.json", new JsonObject { ["mean"] = Numbers(scaler.Mean), ["scale"] = Numbers(scaler.Scale) });

    private static StandardScaler ReadScaler(PartReader reader)
    {
        JsonObject content = reader.ReadJson("scaler.json");
        return new StandardScaler(Numbers(content["mean"]), Numbers(content["scale"]));
    }

    private static void Write(Ridge ridge, PartWriter writer) => writer.Write(
        "ridge.json", new JsonObject { ["penalty"] = ridge.Penalty, ["coefficients"] = Numbers(ridge.Coefficients), ["intercept"] = ridge.Intercept });

    private static Ridge ReadRidge(PartReader reader)
    {
        JsonObject content = reader.ReadJson("ridge.json");
        return new Ridge((double)content["penalty"]!, Numbers(content["coefficients"]), (double)content["intercept"]!);
    }

    private static TreeModelRegressor ReadTreeRegressor(PartReader reader) => reader.ReadPart<object>(TreesPart) switch
    {
        GradientBoostingRegressor boosting => new TreeModelRegressor(boosting),
        ForestRegressor forest => new TreeModelRegressor(forest),
        DecisionTreeRegressor tree => new TreeModelRegressor(tree),
        var other => throw new ModelFormatException($"A {other.GetType().Name} is no regressor of trees."),
    };

    private static TreeModelClassifier ReadTreeClassifier(PartReader reader) => reader.ReadPart<object>(TreesPart) switch
    {
        GradientBoostingClassifier boosting => new TreeModelClassifier(boosting),
        ForestClassifier forest => new TreeModelClassifier(forest),
        DecisionTreeClassifier tree => new TreeModelClassifier(tree),
        AdaBoostClassifier boosting => new TreeModelClassifier(boosting),
        var other => throw new ModelFormatException($"A {other.GetType().Name} is no classifier of trees."),
    };

    private static void Write(Model net, int epochs, int batchSize, PartWriter writer)
    {
        writer.WritePart(NetPart, net);
        writer.Write(TrainingFile, new JsonObject { ["epochs"] = epochs, ["batch_size"] = batchSize });
    }

    private static NeuralRegressor ReadNeuralRegressor(PartReader reader)
    {
        JsonObject training = reader.ReadJson(TrainingFile);
        return new NeuralRegressor(reader.ReadPart<Model>(NetPart)) { Epochs = (int)training["epochs"]!, BatchSize = (int)training["batch_size"]! };
    }

    private static NeuralClassifier ReadNeuralClassifier(PartReader reader)
    {
        JsonObject training = reader.ReadJson(TrainingFile);
        return new NeuralClassifier(reader.ReadPart<Model>(NetPart)) { Epochs = (int)training["epochs"]!, BatchSize = (int)training["batch_size"]! };
    }

    private static void Write(Pipeline pipeline, PartWriter writer)
    {
        foreach (PipelineStep step in pipeline.Steps) writer.WritePart(step.Name, step.Part);
    }

    private static RegressionPipeline ReadRegressionPipeline(PartReader reader)
    {
        var pipeline = new RegressionPipeline();
        foreach (string name in reader.Parts)
            switch (reader.ReadPart<object>(name))
            {
                case ITransformer transformer: pipeline.Add(name, transformer); break;
                case IRegressor estimator: pipeline.Add(name, estimator); break;
                case var other: throw new ModelFormatException($"Step '{name}' of the pipeline is a {other.GetType().Name}, which is neither a transformer nor an IRegressor.");
            }
        return pipeline;
    }

    private static ClassificationPipeline ReadClassificationPipeline(PartReader reader)
    {
        var pipeline = new ClassificationPipeline();
        foreach (string name in reader.Parts)
            switch (reader.ReadPart<object>(name))
            {
                case ITransformer transformer: pipeline.Add(name, transformer); break;
                case IClassifier estimator: pipeline.Add(name, estimator); break;
                case var other: throw new ModelFormatException($"Step '{name}' of the pipeline is a {other.GetType().Name}, which is neither a transformer nor an IClassifier.");
            }
        return pipeline;
    }

    private static JsonArray Numbers(IReadOnlyList<double> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static double[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(value => (double)value!)];
}
