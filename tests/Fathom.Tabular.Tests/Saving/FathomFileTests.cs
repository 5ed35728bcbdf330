using System.IO.Compression;
using System.Text.Json.Nodes;
using Fathom.Models;
using Fathom.Saving;
using Fathom.Trees;

namespace Fathom.Tabular.Tests.Saving;

public sealed class FathomFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    private string File_ => Path.Combine(_folder, "all.fathom");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, object> Everything => new()
    {
        ["net"] = Fitted.Net,
        ["boosting"] = Fitted.Boosting,
        ["classes"] = Fitted.Classifier,
        ["ridge-pipeline"] = Fitted.RidgePipeline,
        ["boosted-pipeline"] = Fitted.BoostedPipeline,
        ["neural-pipeline"] = Fitted.NeuralPipeline,
        ["boosted-classes"] = Fitted.BoostedClassifier,
        ["neural-classes"] = Fitted.NeuralClassifier,
        ["neural-signs"] = Fitted.BinaryClassifier,
        ["scaler"] = Fitted.RidgePipeline["scale"],
        ["ridge"] = Fitted.RidgePipeline["ridge"],
    };

    [Fact]
    public void Everything_comes_back_side_by_side_bit_for_bit()
    {
        FathomFile.Write(File_, TabularParts.Kinds, Everything);
        using FathomFile file = FathomFile.Open(File_, TabularParts.Kinds);
        Assert.Equal(Everything.Keys, file.Parts.Select(part => part.Name));
        float[,] x = Fitted.Narrow(Fitted.X);
        Features features = Features.FromRows(Fitted.X);
        Assert.Equal(Fitted.Net.Predict(x).ToArray(), file.Load<Model>("net").Predict(x).ToArray());
        Assert.Equal(Fitted.Boosting.Predict(features), file.Load<GradientBoostingRegressor>("boosting").Predict(features));
        Assert.Equal(Fitted.Classifier.PredictProbability(features), file.Load<GradientBoostingClassifier>("classes").PredictProbability(features));
        Assert.Equal(Fitted.RidgePipeline.Predict(Fitted.X), file.Load<RegressionPipeline>("ridge-pipeline").Predict(Fitted.X));
        Assert.Equal(Fitted.BoostedPipeline.Predict(Fitted.X), file.Load<RegressionPipeline>("boosted-pipeline").Predict(Fitted.X));
        Assert.Equal(Fitted.NeuralPipeline.Predict(Fitted.X), file.Load<IRegressor>("neural-pipeline").Predict(Fitted.X));
        Assert.Equal(Fitted.BoostedClassifier.PredictProbability(Fitted.X), file.Load<IClassifier>("boosted-classes").PredictProbability(Fitted.X));
        Assert.Equal(Fitted.NeuralClassifier.PredictProbability(Fitted.X), file.Load<ClassificationPipeline>("neural-classes").PredictProbability(Fitted.X));
        Assert.Equal(Fitted.BinaryClassifier.Predict(Fitted.X), file.Load<ClassificationPipeline>("neural-signs").Predict(Fitted.X));
        Assert.Equal(((StandardScaler)Fitted.RidgePipeline["scale"]).Transform(Fitted.X), file.Load<StandardScaler>("scaler").Transform(Fitted.X));
        Assert.Equal(((Ridge)Fitted.RidgePipeline["ridge"]).Coefficients, file.Load<Ridge>("ridge").Coefficients);
    }
}
