using Fathom.Metrics;
using static TorchSharp.torch;

namespace Fathom.Tests.Metrics;

public class SmallMeansTests
{
    public static TheoryData<string> Names => [.. Pairs.Keys];

    private static Dictionary<string, (Metric Metric, bool Classes)> Pairs { get; } = new()
    {
        ["absolute"] = (new MeanAbsoluteError(), false),
        ["squared"] = (new MeanSquaredError(), false),
        ["root"] = (new RootMeanSquaredError(), false),
        ["binary"] = (new BinaryAccuracy { Threshold = 0.3 }, false),
        ["accuracy of one output"] = (Metric.Accuracy, false),
        ["accuracy of classes"] = (Metric.Accuracy, true),
        ["sparse"] = (new SparseCategoricalAccuracy(), true),
    };

    // A batch that does not lie in memory row by row goes through the library's operations.
    [Theory]
    [MemberData(nameof(Names))]
    public void Agree_with_the_librarys_operations(string name)
    {
        (Metric metric, bool classes) = Pairs[name];
        using var scope = NewDisposeScope();
        var random = new Random(3);
        foreach (int rows in new[] { 1, 7, 256 })
        {
            float[] targets = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(classes ? 4 : 2))];
            // Few different values, so that some are equal.
            Tensor prediction = tensor([.. Enumerable.Range(0, classes ? 4 * rows : rows).Select(_ => random.Next(8) / 8f)], classes ? [rows, 4] : [rows, 1]);
            foreach (Tensor target in new[] { tensor(targets), tensor(targets).unsqueeze(1) })
                Assert.Equal(Figure(metric, target, Strided(prediction)), Figure(metric, target, prediction), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agree_on_what_is_no_number(string name)
    {
        (Metric metric, bool classes) = Pairs[name];
        using var scope = NewDisposeScope();
        Tensor target = tensor([0f, 1, 1]);
        Tensor prediction = classes ? tensor([float.NaN, 0.9f, 0.1f, float.NaN, 0.2f, float.NaN, float.PositiveInfinity, float.NaN, 0], [3, 3]) : tensor([0.1f, float.NaN, 0.8f], [3, 1]);
        Assert.Equal(Figure(metric, target, Strided(prediction)), Figure(metric, target, prediction), 1e-6);
        Assert.Equal(Figure(metric, target * float.NaN, Strided(prediction)), Figure(metric, target * float.NaN, prediction), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Refuse_shapes_that_do_not_fit(string name)
    {
        (Metric metric, bool classes) = Pairs[name];
        using var scope = NewDisposeScope();
        Assert.Throws<ShapeException>(() => Figure(metric, zeros(2, 3), classes ? zeros(6, 4) : zeros(6, 1)));
    }

    [Fact]
    public void Many_values_take_the_librarys_way()
    {
        using var scope = NewDisposeScope();
        Tensor few = zeros(SmallMeans.Most, 1), many = zeros(SmallMeans.Most + 1, 1);
        Assert.Equal(0, SmallMeans.AbsoluteError(few, few));
        Assert.Null(SmallMeans.AbsoluteError(many, many));
        Assert.Null(SmallMeans.AbsoluteError(few.to(float64), few.to(float64)));
    }

    private static Tensor Strided(Tensor values) => cat([values, zeros_like(values)], -1).narrow(-1, 0, values.shape[^1]);

    private static double Figure(Metric metric, Tensor target, Tensor prediction)
    {
        MetricState state = metric.Start([.. prediction.shape[1..].Select(axis => (int)axis)], null);
        state.Update(target, prediction, null);
        return state.Result();
    }
}
