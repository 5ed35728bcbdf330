using System.Text.Json.Nodes;
using Fathom.Callbacks;
using Fathom.Constraints;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Constraints;

public class ConstraintTests
{
    private static float[] Apply(Constraint constraint, float[] values, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return constraint.Apply(tensor(values, shape)).contiguous().data<float>().ToArray();
    }

    private static void Near(float[] expected, float[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

    [Fact]
    public void Norms_are_brought_into_bounds()
    {
        // Columns (3, 4) and (0.6, 0.8): lengths 5 and 1.
        float[] matrix = [3, 0.6f, 4, 0.8f];
        Near([1.2f, 0.6f, 1.6f, 0.8f], Apply(new MaxNorm(), matrix, 2, 2));
        Near([0.6f, 0.6f, 0.8f, 0.8f], Apply(new UnitNorm(), matrix, 2, 2));
        Near([2.4f, 1.2f, 3.2f, 1.6f], Apply(new MinMaxNorm(2, 4), matrix, 2, 2));
        Near([2.7f, 0.9f, 3.6f, 1.2f], Apply(new MinMaxNorm(2, 4) { Rate = 0.5 }, matrix, 2, 2));
        Near([0.98058068f, 0.19611614f, 0.98058068f, 0.19611614f], Apply(new UnitNorm { Axis = 1 }, matrix, 2, 2));
        Near([.. matrix.Select(value => value / MathF.Sqrt(26))], Apply(new UnitNorm { Axis = [0, 1] }, matrix, 2, 2));
        Near([0, 0], Apply(new MaxNorm(), [0, 0], 2));
        Assert.Equal([0f, 2], Apply(new NonNegative(), [-1, 2], 2));
    }

    [Fact]
    public void Configurations_make_the_trip_and_identifiers_are_read()
    {
        foreach ((Constraint constraint, string name, string config) in ((Constraint, string, string)[])
            [(new MaxNorm(3) { Axis = [0, 1] }, "MaxNorm", """{"max_value":3,"axis":[0,1]}"""), (new UnitNorm(), "UnitNorm", """{"axis":0}"""),
             (new MinMaxNorm(0.5, 2) { Rate = 0.25, Axis = 1 }, "MinMaxNorm", """{"min_value":0.5,"max_value":2,"rate":0.25,"axis":1}"""), (new NonNegative(), "NonNeg", "{}")])
        {
            JsonNode saved = JsonNode.Parse(KerasRegistry.Serialize(constraint, "keras.constraints")!.ToJsonString())!;
            Assert.Equal(name, (string?)saved["class_name"]);
            Assert.Equal(config, KerasRegistry.Deserialize<Constraint>(saved)!.GetConfig().ToJsonString());
        }
        Assert.IsType<UnitNorm>(KerasRegistry.Deserialize<Constraint>("unit_norm"));
        Assert.IsType<NonNegative>(KerasRegistry.Deserialize<Constraint>("non_neg"));
        Assert.IsType<MinMaxNorm>(KerasRegistry.Deserialize<Constraint>("MinMaxNorm"));
    }

    [Fact]
    public void They_hold_after_every_step()
    {
        Seeds.Set(4);
        var dense = new Dense(4) { KernelConstraint = new UnitNorm(), BiasConstraint = new NonNegative() };
        var slopes = new PReLU { AlphaConstraint = new MinMaxNorm(0.5, 0.6), AlphaInitializer = new Fathom.Initializers.Constant(0.3f) };
        var batch = new BatchNormalization { GammaConstraint = new MaxNorm(1) };
        var model = new Sequential { new Input(3), dense, slopes, batch, new Dense(1) };
        model.Compile(new Adam(0.2), Fathom.Loss.MeanSquaredError);
        float[,] x = new float[12, 3];
        float[] y = new float[12];
        for (int i = 0; i < 12; i++) (x[i, 0], x[i, 1], x[i, 2], y[i]) = (i, i % 3, -i % 5, i % 4);
        int steps = 0;
        _ = model.Fit(x, y, epochs: 3, batchSize: 3, verbose: Verbosity.Silent, callbacks: [new LambdaCallback { BatchEnd = (_, _) => Check() }]);
        Assert.Equal(12, steps);

        void Check()
        {
            steps++;
            float[] kernel = dense.OwnWeights[0].ToArray();
            for (int unit = 0; unit < 4; unit++) Assert.Equal(1, Enumerable.Range(0, 3).Sum(i => kernel[i * 4 + unit] * kernel[i * 4 + unit]), 1e-5);
            Assert.All(dense.OwnWeights[1].ToArray(), value => Assert.True(value >= 0));
            Assert.InRange(Math.Sqrt(slopes.OwnWeights[0].ToArray().Sum(value => value * value)), 0.5 - 1e-5, 0.6 + 1e-5);
            Assert.True(batch.OwnWeights[0].ToArray().Sum(value => value * value) <= 1 + 1e-5);
        }
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxNorm(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinMaxNorm { Rate = 2 });
        Assert.Contains("along axis 1", Assert.Throws<ArgumentException>(() => Apply(new UnitNorm { Axis = 1 }, [1, 2], 2)).Message, StringComparison.Ordinal);
    }
}
