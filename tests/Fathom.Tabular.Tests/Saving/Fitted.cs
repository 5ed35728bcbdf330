using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Trees;

namespace Fathom.Tabular.Tests.Saving;

/// <summary>Rows, and one fitted thing of every kind.</summary>
internal static class Fitted
{
    public const int Rows = 90, Columns = 4;

    public static double[,] X { get; } = MakeRows();

    public static double[] Y { get; } = [.. Enumerable.Range(0, Rows).Select(row => (2 * X[row, 0]) - X[row, 1] + (0.1 * Math.Sin(row)))];

    public static int[] Classes { get; } = [.. Y.Select(value => value < 0 ? 0 : value < 2 ? 1 : 2)];

    public static int[] Signs { get; } = [.. Y.Select(value => value < 0 ? 0 : 1)];

    public static GradientBoostingRegressor Boosting { get; } = new() { Trees = 8, MaxDepth = 3, MinChildWeight = 2 };

    public static GradientBoostingClassifier Classifier { get; } = new() { Trees = 6, MaxDepth = 3, MinChildWeight = 0.1 };

    public static Model Net { get; } = Built(0);

    public static RegressionPipeline RidgePipeline { get; } = Fit(new RegressionPipeline { { "scale", new StandardScaler() }, { "ridge", new Ridge(0.3) } });

    public static RegressionPipeline BoostedPipeline { get; } =
        Fit(new RegressionPipeline { { "scale", new StandardScaler() }, { "boosting", new TreeModelRegressor(new GradientBoostingRegressor { Trees = 5, MinChildWeight = 2 }) } });

    public static RegressionPipeline NeuralPipeline { get; } =
        Fit(new RegressionPipeline { { "scale", new StandardScaler() }, { "net", new NeuralRegressor(Regression) { Epochs = 3, BatchSize = 16 } } });

    public static ClassificationPipeline BoostedClassifier { get; } =
        Fit(new ClassificationPipeline { { "scale", new StandardScaler() }, { "boosting", new TreeModelClassifier(new GradientBoostingClassifier { Trees = 5, MinChildWeight = 0.1 }) } }, Classes);

    public static ClassificationPipeline NeuralClassifier { get; } =
        Fit(new ClassificationPipeline { { "scale", new StandardScaler() }, { "net", new NeuralClassifier(features => Classification(features, 3)) { Epochs = 3 } } }, Classes);

    public static ClassificationPipeline BinaryClassifier { get; } =
        Fit(new ClassificationPipeline { { "net", new NeuralClassifier(features => Classification(features, 1)) { Epochs = 2 } } }, Signs);

    static Fitted()
    {
        Boosting.Fit(Features.FromRows(X), Y);
        Classifier.Fit(Features.FromRows(X), Classes);
    }

    public static Model Regression(int features)
    {
        var model = new Sequential { new Input(features), new Dense(5, Activation.Tanh), new Dense(1) };
        model.Compile(new Adam(0.01), Loss.MeanSquaredError, device: "cpu");
        return model;
    }

    public static Model Classification(int features, int outputs)
    {
        var model = new Sequential { new Input(features), new Dense(5, Activation.Tanh), new Dense(outputs, outputs == 1 ? Activation.Sigmoid : Activation.Softmax) };
        model.Compile(new Adam(0.01), outputs == 1 ? Loss.BinaryCrossentropy : Loss.SparseCategoricalCrossentropy, device: "cpu");
        return model;
    }

    private static Model Built(int seed)
    {
        using IDisposable seeds = Seeds.Use(seed);
        Model model = Regression(Columns);
        model.Fit(Narrow(X), Y, verbose: Verbosity.Silent);
        return model;
    }

    public static float[,] Narrow(double[,] rows)
    {
        var narrow = new float[rows.GetLength(0), rows.GetLength(1)];
        for (int row = 0; row < narrow.GetLength(0); row++)
            for (int column = 0; column < narrow.GetLength(1); column++) narrow[row, column] = (float)rows[row, column];
        return narrow;
    }

    private static RegressionPipeline Fit(RegressionPipeline pipeline)
    {
        pipeline.Fit(X, Y);
        return pipeline;
    }

    private static ClassificationPipeline Fit(ClassificationPipeline pipeline, int[] classes)
    {
        pipeline.Fit(X, classes);
        return pipeline;
    }

    private static double[,] MakeRows()
    {
        var random = new Random(8);
        var rows = new double[Rows, Columns];
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++) rows[row, column] = (random.NextDouble() * 4 - 2) * (column + 1) + column;
        return rows;
    }
}
