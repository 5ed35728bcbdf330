using System.Text.Json.Nodes;
using Fathom.Losses;
using Fathom.Saving;
using Fathom.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Losses;

public class LossTests
{
    private static readonly JsonNode Reference = Fixture.Read("torch_losses.json");

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        JsonArray all = Reference["cases"]!.AsArray();
        for (int i = 0; i < all.Count; i++) cases.Add(i, $"{all[i]!["class"]} {all[i]!["config"]!.ToJsonString()}");
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_pytorch(int index, string name)
    {
        Assert.NotEmpty(name);
        using var scope = NewDisposeScope();
        JsonNode reference = Reference["cases"]![index]!;
        Loss loss = RoundTrip(KerasRegistry.Deserialize<Loss>(new JsonObject { ["class_name"] = reference["class"]!.DeepClone(), ["config"] = reference["config"]!.DeepClone() })!);
        Tensor target = Read(reference, "target"), prediction = Read(reference, "prediction").requires_grad_(true), weight = tensor(reference["weight"].Floats());

        Tensor unreduced = loss.Unreduced(target, prediction);
        AssertClose(reference["per_sample"].Floats(), unreduced.ndim > 1 ? unreduced.flatten(1).mean([1L]) : unreduced);
        Assert.Equal(reference["mean"]!.GetValue<double>(), loss.Compute(target, prediction).ToDouble(), 2e-6);
        using Tensor weighted = loss.Compute(target, prediction, weight);
        Assert.Equal(reference["weighted"]!.GetValue<double>(), weighted.ToDouble(), 2e-6);
        weighted.backward();
        AssertClose(reference["gradient"].Floats(), prediction.grad!, 1e-5);
        AssertGradientByDifferences(loss, target, prediction);
    }

    [Fact]
    public void Saturated_probabilities_stay_finite()
    {
        using var scope = NewDisposeScope();
        Tensor wrong = tensor(new float[] { 0, 1 }, [2, 1]), target = tensor(new float[] { 1, 0 }, [2, 1]);
        // −ln 1e-7, and −ln of the distance from the float nearest to 1 − 1e-7 (which is 1 − 2⁻²³) to 1.
        AssertClose([16.118095f, 15.942385f], Loss.BinaryCrossentropy.Unreduced(target, wrong), 1e-5);
        AssertClose([0f, 0f], Loss.BinaryCrossentropy.Unreduced(wrong, wrong), 2e-7);
        AssertClose([16.118095f], Loss.SparseCategoricalCrossentropy.Unreduced(tensor(new float[] { 0 }), tensor(new float[] { 0, 1 }, [1, 2])), 1e-5);
        AssertClose([300f], new BinaryCrossentropy { FromLogits = true }.Unreduced(tensor(new float[] { 0 }, [1, 1]), tensor(new float[] { 300 }, [1, 1])));
        AssertClose([100 - MathF.Log(2)], new LogCosh().Unreduced(tensor(new float[] { 0 }, [1, 1]), tensor(new float[] { 100 }, [1, 1])));
        Assert.True(double.IsNaN(Loss.BinaryCrossentropy.Compute(target, wrong * float.NaN).ToDouble()));
    }

    [Fact]
    public void Names_and_configurations_are_those_of_keras()
    {
        Assert.Equal("""{"name":"huber_loss","reduction":"sum_over_batch_size","delta":1}""", Loss.Huber.GetConfig().ToJsonString());
        Assert.Equal("""{"name":"binary_crossentropy","reduction":"sum_over_batch_size","from_logits":false,"label_smoothing":0,"axis":-1}""", Loss.BinaryCrossentropy.GetConfig().ToJsonString());
        Assert.Equal("sparse_categorical_crossentropy", Loss.SparseCategoricalCrossentropy.Name);
        Assert.Equal("mean_absolute_error", Loss.MeanAbsoluteError.Name);
    }

    [Fact]
    public void Shapes_that_cannot_be_compared_are_explained()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("(4, 3)", Assert.Throws<ShapeException>(() => Loss.MeanSquaredError.Compute(zeros(4, 3), zeros(4, 2))).Message);
        Assert.Contains("sparse", Assert.Throws<ShapeException>(() => Loss.CategoricalCrossentropy.Compute(zeros(4), zeros(4, 3))).Message);
        Assert.Contains("one-hot", Assert.Throws<ShapeException>(() => Loss.SparseCategoricalCrossentropy.Compute(zeros(4, 3), zeros(4, 3))).Message);
    }

    [Theory]
    [InlineData(0, float.NaN)]
    [InlineData(9, float.PositiveInfinity)]
    [InlineData(17, float.NegativeInfinity)]
    public void Targets_that_are_no_numbers_are_found(int at, float bad)
    {
        float[] targets = new float[18];
        Loss.MeanSquaredError.CheckTargets(targets, [1]);
        targets[at] = bad;
        Assert.Contains($"Target {at} is {bad}", Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError.CheckTargets(targets, [1])).Message);
    }

    [Fact]
    public void Labels_out_of_range_are_found()
    {
        Loss.BinaryCrossentropy.CheckTargets([0, 0.5f, 1], [1]);
        Assert.Contains("value 1 of 2 is 2", Assert.Throws<ArgumentException>(() => Loss.BinaryCrossentropy.CheckTargets([1, 2], [1])).Message);
        Loss.SparseCategoricalCrossentropy.CheckTargets([0, 2], [3]);
        foreach (float bad in (float[])[3, -1, 0.5f])
            Assert.Contains("class numbers 0 to 2", Assert.Throws<ArgumentException>(() => Loss.SparseCategoricalCrossentropy.CheckTargets([0, bad], [3])).Message);
        Assert.Contains("single output", Assert.Throws<ArgumentException>(() => Loss.SparseCategoricalCrossentropy.CheckTargets([0, 1], [1])).Message);
        Loss.CategoricalCrossentropy.CheckTargets([0, 1, 0.3f, 0.7f], [2]);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => Loss.CategoricalCrossentropy.CheckTargets([0, 1, 1, 1], [2])).Message);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber { Delta = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quantile(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy { LabelSmoothing = 1.1 });
    }

    private static Loss RoundTrip(Loss loss)
    {
        JsonObject saved = KerasRegistry.Serialize(loss, "keras.losses")!;
        Loss again = KerasRegistry.Deserialize<Loss>(JsonNode.Parse(saved.ToJsonString()))!;
        Assert.Equal(saved.ToJsonString(), KerasRegistry.Serialize(again, "keras.losses")!.ToJsonString());
        return again;
    }

    private static void AssertGradientByDifferences(Loss loss, Tensor target, Tensor prediction)
    {
        using Tensor x = prediction.detach().to(float64).requires_grad_(true), wide = target.to(float64);
        using Tensor value = loss.Compute(wide, x);
        value.backward();
        double[] gradient = x.grad!.data<double>().ToArray(), values = x.detach().data<double>().ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            double At(double shift)
            {
                double[] moved = [.. values];
                moved[i] += shift;
                using Tensor place = tensor(moved, x.shape);
                return loss.Compute(wide, place).ToDouble();
            }
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, gradient[i], 1e-5);
        }
    }

    private static Tensor Read(JsonNode reference, string key) => tensor(reference[key].Floats(), [.. reference[key + "_shape"]!.AsArray().Select(axis => axis!.GetValue<long>())]);

    private static void AssertClose(float[] expected, Tensor actual, double tolerance = 2e-6)
    {
        float[] values = actual.detach().to(float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
