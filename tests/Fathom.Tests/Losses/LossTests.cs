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
        Tensor target = Read(reference, "target"), prediction = Read(reference, "prediction").requires_grad_(true), weight = tensor(reference["weight"].Floats());
        Tensor? mask = reference["mask"] is JsonArray flags ? tensor(flags.Floats(), [.. Axes(reference, "entries").Take(2)]).to(ScalarType.Bool) : null;

        Tensor entries = Make(reference, "sum_over_batch_size").Unreduced(target, prediction);
        Assert.Equal(Axes(reference, "entries"), entries.shape);
        AssertClose(reference["entries"].Floats(), entries);
        Tensor? last = null;
        foreach ((string how, JsonNode? reductions) in reference["reduced"]!.AsObject())
            foreach ((string reduction, JsonNode? expected) in reductions!.AsObject())
            {
                Tensor loss = Make(reference, reduction).Compute(target, prediction, how == "plain" ? null : weight, how == "masked" ? mask : null);
                double value = expected!.GetValue<double>();
                Assert.Equal(value, loss.ToDouble(), 2e-6 * Math.Max(1, Math.Abs(value)));
                if (reduction == "sum_over_batch_size") last = loss;
            }
        last!.backward();
        AssertClose(reference["gradient"].Floats(), prediction.grad!, 1e-5);
        AssertGradientByDifferences(Make(reference, "sum_over_batch_size"), target, prediction);
    }

    [Fact]
    public void Every_loss_has_a_case()
    {
        HashSet<string> covered = [.. Reference["cases"]!.AsArray().Select(one => one!["class"]!.GetValue<string>())];
        Assert.Empty(typeof(Loss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract && !covered.Contains(type.Name)).Select(type => type.Name));
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
        Loss.MeanSquaredError.CheckTargets(targets, [], [1]);
        targets[at] = bad;
        Assert.Contains($"Target {at} is {bad}", Assert.Throws<ArgumentException>(() => Loss.MeanSquaredError.CheckTargets(targets, [], [1])).Message);
    }

    [Fact]
    public void Labels_out_of_range_are_found()
    {
        Check(Loss.BinaryCrossentropy, [0, 0.5f, 1], [], [1]);
        Refuse(Loss.BinaryCrossentropy, [1, 2], [], [1], "value 1 of 2 is 2", "SparseCategoricalCrossentropy");
        Refuse(new BinaryFocalCrossentropy(), [-1, 1], [], [1], "value 0 of 2 is -1");
        Check(Loss.SparseCategoricalCrossentropy, [0, 2], [], [3]);
        foreach (float bad in (float[])[3, -1, 0.5f]) Refuse(Loss.SparseCategoricalCrossentropy, [0, bad], [], [3], "class numbers 0 to 2");
        Refuse(Loss.SparseCategoricalCrossentropy, [0, 1], [], [1], "single output");
        Check(new SparseCategoricalCrossentropy { IgnoreClass = -1 }, [0, -1], [], [3]);
        Refuse(new CategoricalGeneralizedCrossEntropy(), [0, 4], [], [4], "class numbers 0 to 3");
        Refuse(new Circle(), [0, -2], [], [8], "class numbers");
        Check(Loss.CategoricalCrossentropy, [0, 1, 0.3f, 0.7f], [2], [2]);
        Refuse(Loss.CategoricalCrossentropy, [0, 1, 1, 1], [2], [2], "row 1", "One-hot");
        Refuse(new CategoricalFocalCrossentropy(), [0, 1, -1, 2], [2], [2], "row 1", "holds -1");
        Refuse(new CategoricalHinge(), [1, 1], [2], [2], "row 0");
        Refuse(new KLDivergence(), [0.5f, 0.6f], [2], [2], "row 0");
        // Classes along the first axis after the batch: the columns sum to 1.
        Check(new CategoricalCrossentropy { Axis = 1 }, [1, 0, 1, 0, 1, 0], [2, 3], [2, 3]);
        Refuse(Loss.CategoricalCrossentropy, [1, 0, 1, 0, 1, 0], [2, 3], [2, 3], "row 0");
    }

    [Fact]
    public void Targets_a_loss_cannot_learn_are_found()
    {
        foreach (Loss loss in (Loss[])[new Hinge(), new SquaredHinge()])
        {
            Check(loss, [-1, 1, -1], [], [1]);
            Check(loss, [1, 0, 1], [], [1]);
            Refuse(loss, [1, 0, -1], [], [1], "value 2 of 3 is -1 where others are 0");
            Refuse(loss, [1, 2], [], [1], "value 1 of 2 is 2");
        }
        Refuse(new Poisson(), [1, -2], [], [1], "0 or more", "value 1 of 2 is -2");
        Refuse(new MeanSquaredLogarithmicError(), [-1], [], [1], "0 or more");
        Refuse(new Dice(), [0, 3], [], [1], "between 0 and 1");
        Refuse(new Tversky(), [0, 3], [], [1], "between 0 and 1");
        Check(new CTC(), [1, 2, 2, 0], [4], [4, 3]);
        Refuse(new CTC(), [1, 2, 2, 0], [4], [3, 3], "3 labels of target 0 over 3 timesteps: 4 are needed");
        Refuse(new CTC(), [1, 0, 2, 0], [4], [9, 3], "follows a 0");
        Refuse(new CTC(), [1, 3, 2, 0], [4], [9, 3], "class numbers 0 to 2");
        Refuse(new CTC(), [1, 2], [], [9, 3], "(timesteps, classes)");
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber { Delta = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Quantile(1));
        Assert.Throws<ArgumentException>(() => new Quantile());
        Assert.Contains("ascending", Assert.Throws<ArgumentException>(() => new Quantile(0.5, 0.1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy { LabelSmoothing = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryCrossentropy { Axis = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryFocalCrossentropy { Alpha = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalFocalCrossentropy { Gamma = -1 });
        Assert.Throws<ArgumentException>(() => new CategoricalFocalCrossentropy { Alpha = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalGeneralizedCrossEntropy { Q = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tversky { Beta = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Circle { Gamma = 0 });
        Assert.Throws<ArgumentException>(() => new Dice { Axis = [0, 1] });
        Assert.Contains("none", Assert.Throws<ModelFormatException>(() => KerasRegistry.Deserialize<Loss>(JsonNode.Parse("""{"class_name":"Huber","config":{"reduction":null}}"""))).Message);
    }

    [Fact]
    public void Losses_of_other_shapes_explain_them()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("3 units", Assert.Throws<ShapeException>(() => new Quantile(0.1, 0.5, 0.9).Compute(zeros(4), zeros(4, 2))).Message);
        Assert.Contains("2 units per target", Assert.Throws<ShapeException>(() => new GaussianLikelihood().Compute(zeros(4), zeros(4, 3))).Message);
        Assert.Contains("3 units per target", Assert.Throws<ShapeException>(() => new StudentTLikelihood().Compute(zeros(4), zeros(4, 2))).Message);
        Assert.Contains("3 weights", Assert.Throws<ShapeException>(() => new CategoricalFocalCrossentropy { Alpha = [1, 1, 1] }.Compute(zeros(4, 2), ones(4, 2))).Message);
        Assert.Contains("logits (batch, timesteps, classes)", Assert.Throws<ShapeException>(() => new CTC().Compute(zeros(4), zeros(4, 2))).Message);
        Assert.Contains("Set the loss's Axis", Assert.Throws<ShapeException>(() => new Dice().Compute(zeros(4, 2), ones(4, 2), ones(4))).Message);
    }

    [Fact]
    public void Gradients_stay_finite_where_formulas_would_divide_by_nothing()
    {
        using var scope = NewDisposeScope();
        // Nobody has a partner; a vector without direction; a class that is ruled out.
        AssertFinite(new Circle(), arange(3, float32), eye(3));
        AssertFinite(new CosineSimilarity(), ones(2, 3), zeros(2, 3));
        AssertFinite(new CategoricalGeneralizedCrossEntropy(), zeros(1), tensor(new float[] { 0, 1 }, [1, 2]));
        AssertFinite(new BinaryFocalCrossentropy { Gamma = 0.5 }, ones(1, 1), ones(1, 1));
        AssertFinite(new CategoricalFocalCrossentropy { Gamma = 0.5 }, tensor(new float[] { 0, 1 }, [1, 2]), tensor(new float[] { 0, 1 }, [1, 2]));
        AssertFinite(new SparseCategoricalCrossentropy { IgnoreClass = -1 }, full(2, -1), full([2, 3], 1 / 3.0));
    }

    private static void AssertFinite(Loss loss, Tensor target, Tensor prediction)
    {
        prediction = prediction.to(float32).clone().requires_grad_(true);
        Tensor value = loss.Compute(target, prediction);
        value.backward();
        Assert.True(double.IsFinite(value.ToDouble()) && prediction.grad!.isfinite().all().ToBoolean(), loss.Name);
    }

    private static void Check(Loss loss, float[] targets, Shape target, Shape output) => loss.CheckTargets(targets, target, output);

    private static void Refuse(Loss loss, float[] targets, Shape target, Shape output, params string[] words)
    {
        string message = Assert.Throws<ArgumentException>(() => loss.CheckTargets(targets, target, output)).Message;
        Assert.All((IEnumerable<string>)[.. words, $"'{loss.Name}'"], word => Assert.Contains(word, message));
    }

    private static Loss Make(JsonNode reference, string reduction)
    {
        JsonObject config = reference["config"]!.DeepClone().AsObject();
        config["reduction"] = reduction;
        Loss loss = RoundTrip(KerasRegistry.Deserialize<Loss>(new JsonObject { ["class_name"] = reference["class"]!.DeepClone(), ["config"] = config })!);
        JsonObject kept = loss.GetConfig();
        foreach ((string option, JsonNode? value) in config) Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(kept[option]!.ToJsonString())), $"{option} became {kept[option]}");
        return loss;
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
            Assert.Equal((At(1e-6) - At(-1e-6)) / 2e-6, gradient[i], 1e-5 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    private static Tensor Read(JsonNode reference, string key) => tensor(reference[key].Floats(), Axes(reference, key));

    private static long[] Axes(JsonNode reference, string key) => [.. reference[key + "_shape"]!.AsArray().Select(axis => axis!.GetValue<long>())];

    private static void AssertClose(float[] expected, Tensor actual, double tolerance = 2e-6)
    {
        float[] values = actual.detach().to(float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
