using Fathom.Models;
using Fathom.Saving;
using Fathom.Trees;

namespace Fathom.Tabular.Tests.Saving;

public sealed class FathomFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    private string FilePath => Path.Combine(_folder, "all.fathom");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_comes_back_side_by_side_bit_for_bit()
    {
        FathomFile.Write(FilePath, TabularParts.Kinds, new()
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
        });
        using FathomFile file = FathomFile.Open(FilePath, TabularParts.Kinds);
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
        Assert.Equal(((Ridge)Fitted.RidgePipeline["ridge"]).Intercept, file.Load<Ridge>("ridge").Intercept);
        Assert.Contains("holds 4 parts that are a IRegressor", Assert.Throws<ModelFormatException>(() => file.Load<IRegressor>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tree_model_has_a_kind()
    {
        Type[] savable = [.. typeof(GradientBoosting).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.GetMethod("Save", [typeof(Stream)]) is not null)];
        Assert.Contains(typeof(RandomForestClassifier), savable);
        Assert.Equal(savable.OrderBy(type => type.Name), TreeParts.Kinds.Select(kind => kind.Type).OrderBy(type => type.Name));
    }

    [Fact]
    public void Tree_models_of_all_kinds_are_estimators_of_pipelines()
    {
        var regressors = new Dictionary<string, TreeModelRegressor>
        {
            ["boosting"] = new(new GradientBoostingRegressor { Trees = 3 }),
            ["forest"] = new(new RandomForestRegressor { Trees = 3 }),
            ["extra"] = new(new ExtraTreesRegressor { Trees = 3 }),
            ["bagging"] = new(new BaggingRegressor { Trees = 3 }),
            ["tree"] = new(new DecisionTreeRegressor()),
        };
        var classifiers = new Dictionary<string, TreeModelClassifier>
        {
            ["boosting-c"] = new(new GradientBoostingClassifier { Trees = 3 }),
            ["forest-c"] = new(new RandomForestClassifier { Trees = 3 }),
            ["extra-c"] = new(new ExtraTreesClassifier { Trees = 3 }),
            ["bagging-c"] = new(new BaggingClassifier { Trees = 3 }),
            ["tree-c"] = new(new DecisionTreeClassifier()),
            ["ada-c"] = new(new AdaBoostClassifier { Trees = 3 }),
        };
        foreach (TreeModelRegressor regressor in regressors.Values) regressor.Fit(Fitted.X, Fitted.Y);
        foreach (TreeModelClassifier classifier in classifiers.Values) classifier.Fit(Fitted.X, Fitted.Classes);
        var isolation = new IsolationForest { Trees = 5 };
        Features features = Features.FromRows(Fitted.X);
        isolation.Fit(features);
        FathomFile.Write(FilePath, TabularParts.Kinds, new(
            regressors.Select(pair => KeyValuePair.Create(pair.Key, (object)pair.Value)).Concat(classifiers.Select(pair => KeyValuePair.Create(pair.Key, (object)pair.Value))))
        { ["isolation"] = isolation });
        using FathomFile file = FathomFile.Open(FilePath, TabularParts.Kinds);
        foreach ((string name, TreeModelRegressor regressor) in regressors) Assert.Equal(regressor.Predict(Fitted.X), file.Load<IRegressor>(name).Predict(Fitted.X));
        foreach ((string name, TreeModelClassifier classifier) in classifiers)
        {
            Assert.Equal(classifier.PredictProbability(Fitted.X), file.Load<IClassifier>(name).PredictProbability(Fitted.X));
            Assert.Equal(classifier.Predict(Fitted.X), file.Load<IClassifier>(name).Predict(Fitted.X));
        }
        Assert.Equal(isolation.AnomalyScore(features), file.Load<IsolationForest>().AnomalyScore(features));
    }

    [Fact]
    public void A_pipeline_alone_is_saved_and_loaded_by_itself()
    {
        Fitted.BoostedClassifier.Save(FilePath, new TrainingDescription { Data = "employee.csv" });
        Assert.Equal(Fitted.BoostedClassifier.Predict(Fitted.X), Pipeline.Load<ClassificationPipeline>(FilePath).Predict(Fitted.X));
        Assert.Contains("holds no RegressionPipeline", Assert.Throws<ModelFormatException>(() => Pipeline.Load<RegressionPipeline>(FilePath)).Message, StringComparison.Ordinal);
        Assert.Contains("has not been fitted", Assert.Throws<InvalidOperationException>(
            () => new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(1) } }.Save(FilePath)).Message, StringComparison.Ordinal);
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_was_loaded_can_be_fitted_again_unless_it_needs_code()
    {
        Fitted.BoostedPipeline.Save(FilePath);
        var again = Pipeline.Load<RegressionPipeline>(FilePath);
        again.Fit(Fitted.X, Fitted.Y);
        Assert.Equal(Fitted.BoostedPipeline.Predict(Fitted.X), again.Predict(Fitted.X));
        Fitted.NeuralPipeline.Save(FilePath);
        var net = Pipeline.Load<RegressionPipeline>(FilePath);
        Assert.Equal((3, 16), (((NeuralRegressor)net["net"]).Epochs, ((NeuralRegressor)net["net"]).BatchSize));
        Assert.Contains("holds no code", Assert.Throws<InvalidOperationException>(() => net.Fit(Fitted.X, Fitted.Y)).Message, StringComparison.Ordinal);
    }
}
