using Fathom.Callbacks;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Tables;
using Fathom.Trees;
using Fathom.Validation;

namespace Fathom.House.Tests;

// The README's C# blocks, word for word: ReadmeTests asserts that every one of them stands here.
public class ReadmeExamples
{
    private static (float[,] X, float[] Y) Data(int seed, int rows)
    {
        var random = new Random(seed);
        float[,] x = new float[rows, 18];
        float[] y = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 18; j++) x[i, j] = random.NextSingle() * 2 - 1;
            y[i] = x[i, 0] + x[i, 1] > 0 ? 1 : 0;
        }
        return (x, y);
    }

    [Fact]
    public void A_net()
    {
        Seeds.Set(42);
        (float[,] xTrain, float[] yTrain) = Data(1, 800);
        (float[,] xTest, float[] yTest) = Data(2, 200);
        string folder = Directory.CreateTempSubdirectory("fathom-readme").FullName;
        string home = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        try
        {
            var model = new Sequential("my_classifier") {
                new Input(18),
                new Dense(20, Activation.Relu) { Name = "first_layer" },
                new Dense(8, Activation.Relu),
                new Dense(1, Activation.Sigmoid),
            };
            model.Compile(new Adam(learningRate: 0.01), Loss.BinaryCrossentropy, [Metric.Accuracy]);
            History history = model.Fit(xTrain, yTrain, epochs: 20, batchSize: 32, validation: (xTest, yTest),
                callbacks: [new EarlyStopping { Patience = 5, RestoreBestWeights = true }, new ModelCheckpoint("best.keras") { SaveBestOnly = true }]);
            Scores scores = model.Evaluate(xTest, yTest);      // scores["loss"], scores["accuracy"]
            float[,] probabilities = model.Predict(xTest).ToMatrix();
            model.Summary();                                   // the table Keras users know
            model.Save("classifier.keras");
            var again = Model.Load("classifier.keras");
            float[] row = [.. Enumerable.Range(0, 18).Select(column => xTest[0, column])];
            using RowPredictor predictor = model.RowPredictor();                       // a copy of the weights, for one thread
            float[] answer = new float[predictor.Output.Size];
            predictor.Predict(row, answer);                                            // allocates nothing
            Assert.Equal(probabilities[0, 0], answer[0], 1e-6f);
            Assert.Equal(557, model.ParameterCount);
            Assert.True(scores["accuracy"] > 0.9, scores.ToString());
            Assert.True(history.Epochs is > 1 and <= 20);
            Assert.Equal(probabilities.Cast<float>(), again.Predict(xTest).ToArray());
            Assert.True(File.Exists("best.keras"));
        }
        finally
        {
            Directory.SetCurrentDirectory(home);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Validation_without_leaks()
    {
        var spans = LabelSpan.Horizon(observations: 1000, horizon: 10);            // label i uses observations i … i+10
        var cv = new CombinatorialPurgedKFold(groups: 6, testGroups: 2) { Embargo = Embargo.Fraction(0.01) };
        foreach (Split split in cv.Split(spans)) Console.WriteLine($"{split.Train.Length} {split.Test.Length}");
        int[][] paths = cv.Paths();                                                // 5 paths, each naming the split that serves every group

        LeakReport report = LeakDetector.Inspect(spans, train: [.. Enumerable.Range(0, 800)], test: [.. Enumerable.Range(800, 200)]);
        Console.WriteLine(report);                                                 // names and counts the labels that overlap
        Assert.Equal(5, paths.Length);
        Assert.Equal(10, report.Overlapping);
    }

    [Fact]
    public void Boosting()
    {
        (float[,] x, float[] y) = Data(3, 600);
        int[] labels = Array.ConvertAll(y, value => (int)value);
        var features = Features.FromRows(x);                                       // float[,] with NaN as missing
        var boosted = new GradientBoostingClassifier { Trees = 300, LearningRate = 0.05, Growth = TreeGrowth.LeafWise, MaxLeaves = 63, Threads = 2, Seed = 1 };
        boosted.Fit(features, labels);
        float[,] probabilities = boosted.PredictProbability(features);             // (rows, classes)
        Assert.Equal(600, probabilities.GetLength(0));
        Assert.Equal(2, probabilities.GetLength(1));
    }

    [Fact]
    public void Data_on_board()
    {
        Bars spy = Datasets.Spy();                                                 // 1998–2021, adjusted for dividends and splits
        Console.WriteLine($"{spy.Count} days, last close {spy.Close[^1]:F2}");
        Assert.Equal(5849, spy.Count);
    }
}
