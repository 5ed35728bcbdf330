using Fathom.Tabular.Tests.Saving;
using Fathom.Trees;

namespace Fathom.Tabular.Tests.Pipelines;

public class PipelineTests
{
    private static (double[,] X, double[] Y) Take(int from, int to)
    {
        var x = new double[to - from, Fitted.Columns];
        for (int row = from; row < to; row++)
            for (int column = 0; column < Fitted.Columns; column++) x[row - from, column] = Fitted.X[row, column];
        return (x, Fitted.Y[from..to]);
    }

    [Fact]
    public void A_pipeline_does_what_its_steps_do_by_hand()
    {
        (double[,] x, double[] y) = Take(0, 60);
        (double[,] test, _) = Take(60, 90);
        var pipeline = new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(0.7) } };
        pipeline.Fit(x, y);
        StandardScaler scaler = new StandardScaler().Fit(x);
        var ridge = new Ridge(0.7);
        ridge.Fit(scaler.Transform(x), y);
        Assert.Equal(ridge.Predict(scaler.Transform(test)), pipeline.Predict(test));
        Assert.Equal(scaler.Transform(test), pipeline.Transform(test));
        Assert.Equal(["scale", "ridge"], pipeline.Steps.Select(step => step.Name));
        Assert.Equal(ridge.Coefficients, ((Ridge)pipeline["ridge"]).Coefficients);
    }

    /// <summary>No row but those of the fit leaves a trace: neither those a step saw before, nor those predicted since.</summary>
    [Fact]
    public void Nothing_is_learned_from_rows_outside_the_fit()
    {
        (double[,] train, double[] y) = Take(0, 50);
        (double[,] test, _) = Take(50, 90);
        var before = new StandardScaler().Fit(Fitted.X); // The leak of old: scaled over all rows, then split.
        var pipeline = new RegressionPipeline { { "scale", before }, { "ridge", new Ridge(0.1) } };
        pipeline.Fit(train, y);
        double[] predictions = pipeline.Predict(test);
        pipeline.Predict(Fitted.X);
        Assert.Equal(new StandardScaler().Fit(train).Mean, before.Mean);
        var clean = new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(0.1) } };
        clean.Fit(train, y);
        Assert.Equal(clean.Predict(test), predictions);
        Assert.Equal(predictions, pipeline.Predict(test));
    }

    [Fact]
    public void Each_transformer_sees_what_the_one_before_it_made()
    {
        var pipeline = new RegressionPipeline { { "once", new StandardScaler() }, { "twice", new StandardScaler() }, { "ridge", new Ridge(0) } };
        pipeline.Fit(Fitted.X, Fitted.Y);
        Assert.All(((StandardScaler)pipeline["twice"]).Mean, mean => Assert.Equal(0, mean, 1e-12));
        Assert.All(((StandardScaler)pipeline["twice"]).Scale, scale => Assert.Equal(1, scale, 1e-12));
    }

    [Fact]
    public void A_fit_replaces_the_one_before()
    {
        (double[,] x, double[] y) = Take(0, 40);
        foreach (RegressionPipeline pipeline in (RegressionPipeline[])[Ridge(), Trees(), Net()])
        {
            pipeline.Fit(Fitted.X, [.. Fitted.Y.Select(value => -value)]);
            Fit(pipeline);
            RegressionPipeline fresh = pipeline["last"] switch { Tabular.Ridge => Ridge(), TreeModelRegressor => Trees(), _ => Net() };
            Fit(fresh);
            Assert.Equal(fresh.Predict(Fitted.X), pipeline.Predict(Fitted.X));
        }

        void Fit(RegressionPipeline pipeline)
        {
            using IDisposable seeds = Seeds.Use(2);
            pipeline.Fit(x, y);
        }

        static RegressionPipeline Ridge() => new() { { "scale", new StandardScaler() }, { "last", new Ridge(1) } };
        static RegressionPipeline Trees() => new() { { "last", new TreeModelRegressor(new RandomForestRegressor { Seed = 1 }) } };
        static RegressionPipeline Net() => new() { { "scale", new StandardScaler() }, { "last", new NeuralRegressor(Fitted.Regression) { Epochs = 2 } } };
    }

    [Fact]
    public void Classifiers_give_classes_and_probabilities()
    {
        foreach ((ClassificationPipeline pipeline, int count) in new[] { (Fitted.BoostedClassifier, 3), (Fitted.NeuralClassifier, 3), (Fitted.BinaryClassifier, 2) })
        {
            double[,] probabilities = pipeline.PredictProbability(Fitted.X);
            int[] predicted = pipeline.Predict(Fitted.X);
            Assert.Equal((Fitted.Rows, count), (probabilities.GetLength(0), probabilities.GetLength(1)));
            for (int row = 0; row < Fitted.Rows; row++)
            {
                Assert.Equal(1, Enumerable.Range(0, count).Sum(column => probabilities[row, column]), 1e-5);
                Assert.Equal(Enumerable.Range(0, count).Max(column => probabilities[row, column]), probabilities[row, predicted[row]]);
            }
        }
        var trees = new GradientBoostingClassifier { Trees = 5, MinChildWeight = 0.1 };
        Features scaled = Features.FromRows(new StandardScaler().Fit(Fitted.X).Transform(Fitted.X));
        trees.Fit(scaled, Fitted.Classes);
        Assert.Equal(trees.Predict(scaled), Fitted.BoostedClassifier.Predict(Fitted.X));
    }

    [Fact]
    public void Nets_learn()
    {
        using IDisposable seeds = Seeds.Use(3);
        var binary = new ClassificationPipeline { { "scale", new StandardScaler() }, { "net", new NeuralClassifier(features => Fitted.Classification(features, 1)) { Epochs = 60 } } };
        binary.Fit(Fitted.X, Fitted.Signs);
        Assert.InRange(binary.Predict(Fitted.X).Zip(Fitted.Signs).Count(pair => pair.First == pair.Second), 0.9 * Fitted.Rows, Fitted.Rows);
        var number = new RegressionPipeline { { "scale", new StandardScaler() }, { "net", new NeuralRegressor(Fitted.Regression) { Epochs = 100 } } };
        number.Fit(Fitted.X, Fitted.Y);
        double mean = Fitted.Y.Average(), total = Fitted.Y.Sum(value => (value - mean) * (value - mean));
        Assert.InRange(number.Predict(Fitted.X).Zip(Fitted.Y).Sum(pair => Math.Pow(pair.First - pair.Second, 2)), 0, 0.2 * total);
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        (double[,] x, double[] y) = (Fitted.X, Fitted.Y);
        var scaler = new StandardScaler();
        Says<InvalidOperationException>("ends without an estimator", () => new RegressionPipeline { { "scale", scaler } }.Fit(x, y));
        Says<InvalidOperationException>("cannot follow 'ridge'", () => _ = new RegressionPipeline { { "ridge", new Ridge(1) }, { "scale", scaler } });
        Says<ArgumentException>("has a step 'Scale' already", () => _ = new RegressionPipeline { { "scale", scaler }, { "Scale", new StandardScaler() } });
        Says<ArgumentException>("is the same object as 'scale'", () => _ = new RegressionPipeline { { "scale", scaler }, { "again", scaler } });
        Says<KeyNotFoundException>("It has: scale", () => _ = new RegressionPipeline { { "scale", scaler } }["ridge"]);
        Says<InvalidOperationException>("has not been fitted", () => new RegressionPipeline { { "scale", scaler }, { "ridge", new Ridge(1) } }.Predict(x));
        Says<ArgumentException>("4 features but the fit had 2", () =>
        {
            var narrow = new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(1) } };
            narrow.Fit(new double[,] { { 1, 2 }, { 2, 1 } }, [1, 2]);
            narrow.Predict(x);
        });
        Says<ArgumentException>("90 rows but 3 targets", () => new RegressionPipeline { { "scale", scaler }, { "ridge", new Ridge(1) } }.Fit(x, [1, 2, 3]));
        Says<ArgumentException>("Number the classes", () => new ClassificationPipeline { { "trees", new TreeModelClassifier(new GradientBoostingClassifier()) } }.Fit(x, [.. Enumerable.Repeat(-1, 90)]));
        Says<InvalidOperationException>("gives 3 numbers per row", () =>
        {
            var wide = new RegressionPipeline { { "net", new NeuralRegressor(features => Fitted.Classification(features, 3)) { Epochs = 1 } } };
            wide.Fit(x, [.. Fitted.Classes.Select(value => (double)value)]);
            wide.Predict(x);
        });
        Says<ArgumentOutOfRangeException>("at least once", () => _ = new NeuralRegressor(Fitted.Regression) { Epochs = 0 });

        static void Says<T>(string words, Action act) where T : Exception => Assert.Contains(words, Assert.Throws<T>(act).Message, StringComparison.Ordinal);
    }
}
