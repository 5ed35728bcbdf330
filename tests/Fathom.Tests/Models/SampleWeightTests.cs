using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Models;

public class SampleWeightTests
{
    private static readonly float[] X = [1, 2, 3, 4], First = [1, 0, 1, 0], Second = [5, 7, 6, 8];

    // Both outputs are 0 at the start, so that every sample's loss is its target's square.
    private static Model Zero()
    {
        SymbolicTensor input = Input.Tensor(1);
        Dense Head(string name) => new(1) { Name = name, KernelInitializer = new Fathom.Initializers.Zeros(), UseBias = false };
        var model = new Model([input], [Head("a").Apply(input), Head("b").Apply(input)]);
        model.Compile(new SGD(0.0), [Loss.MeanSquaredError, Loss.MeanSquaredError], weightedMetrics: [[], [Metric.MeanSquaredError]]);
        return model;
    }

    private static float[,] Column(float[] values)
    {
        float[,] column = new float[values.Length, 1];
        for (int i = 0; i < values.Length; i++) column[i, 0] = values[i];
        return column;
    }

    [Fact]
    public void Every_output_has_weights_of_its_own()
    {
        Dataset data = Dataset.From([Column(X)], [Column(First), Column(Second)], [Dataset.WeightsByClass(First, new Dictionary<int, float> { [1] = 3 }), new float[] { 1, 0, 0, 1 }]).Batch(4);
        foreach (Dataset part in (Dataset[])[data, data.Select([0, 1, 2, 3]), data.Slice(0, 4)])
        {
            Scores scores = Zero().Evaluate(part);
            Assert.Equal((3 + 0 + 3 + 0) / 4.0, scores["a_loss"], 1e-6);
            Assert.Equal((25 + 64) / 4.0, scores["b_loss"], 1e-5);
            // A weighted metric is a weighted mean: divided by the weights' sum.
            Assert.Equal((25 + 64) / 2.0, scores["b_mean_squared_error"], 1e-5);
        }
    }

    [Fact]
    public void One_set_of_weights_serves_all_outputs() =>
        Assert.Equal((49 + 36) / 4.0, Zero().Evaluate(Dataset.From([Column(X)], [Column(First), Column(Second)], new float[] { 0, 1, 1, 0 }).Batch(4))["b_loss"], 1e-5);

    [Fact]
    public void Validation_heeds_weights()
    {
        var model = new Sequential { new Input(1), new Dense(1) { KernelInitializer = new Fathom.Initializers.Zeros(), UseBias = false } };
        model.Compile(new SGD(0.0), Loss.MeanSquaredError);
        float[,] x = Column(X), y = Column(Second);
        History history = model.Fit(x, y, validation: (x, y), validationSampleWeight: new float[] { 1, 0, 0, 1 }, verbose: Verbosity.Silent);
        Assert.Equal((25 + 64) / 4.0, history["val_loss"][0], 1e-5);
        Assert.Equal((25 + 49 + 36 + 64) / 4.0, history["loss"][0], 1e-5);
    }

    [Fact]
    public void Mistakes_are_told_with_their_mend()
    {
        Assert.Contains("one per target", Assert.Throws<ShapeException>(() => Dataset.From([X], [First, Second], [(Samples)X])).Message);
        Assert.Contains("one weight per sample", Assert.Throws<ShapeException>(() => Dataset.From([X], [First, Second], [X, new float[3]])).Message);
    }
}
