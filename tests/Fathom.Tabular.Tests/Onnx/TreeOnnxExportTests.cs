using Fathom.Trees;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fathom.Tabular.Tests.Onnx;

public sealed class TreeOnnxExportTests : IDisposable
{
    private const int Rows = 400, Columns = 5, Levels = 40;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
    private readonly float[] _rows = new float[Rows * Columns];
    private readonly double[] _targets = new double[Rows];
    private readonly Features _features;

    public TreeOnnxExportTests()
    {
        var random = new Random(4);
        for (int row = 0; row < Rows; row++)
        {
            Span<float> own = _rows.AsSpan(row * Columns, Columns);
            for (int column = 0; column < 4; column++) own[column] = column == 2 ? random.Next(-2, 3) : (float)(2 * random.NextDouble() - 1);
            own[4] = random.Next(Levels);
            _targets[row] = own[0] * own[1] * 3 + own[2] + Math.Cos(own[4]) + 0.1 * random.NextDouble();
            for (int column = 0; column < Columns; column++) if (random.NextDouble() < 0.1) own[column] = float.NaN;
        }
        FeatureColumn[] numbers = [.. Enumerable.Range(0, 4).Select(column => FeatureColumn.Numbers(Column(column)))];
        _features = Features.FromColumns([.. numbers, FeatureColumn.Categories(
            Array.ConvertAll(Column(4), code => float.IsNaN(code) ? -1 : (int)code), [.. Enumerable.Range(0, Levels).Select(code => $"{code}")])]);
    }

    public static TheoryData<string> Objectives => ["squared", "quantile", "poisson", "gamma", "tweedie"];

    public void Dispose() => File.Delete(_path);

    [Theory, MemberData(nameof(Objectives))]
    public void A_regressor_predicts_in_ONNX_Runtime_what_it_does_here(string name)
    {
        var model = new GradientBoostingRegressor
        {
            Trees = 30, Categories = name == "gamma" ? CategoryHandling.OrderedStatistics : CategoryHandling.Splits,
            Objective = name switch
            {
                "quantile" => Objective.Quantile(0.3),
                "poisson" => Objective.Poisson,
                "gamma" => Objective.Gamma,
                "tweedie" => Objective.Tweedie(1.5),
                _ => Objective.SquaredError,
            },
        };
        model.Fit(_features, name is "squared" or "quantile" ? _targets : Array.ConvertAll(_targets, target => Math.Exp(target / 2)));
        model.ExportOnnx(_path);
        AssertClose(model.Predict(_features), Run("predictions"));
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_classifier_gives_labels_and_probabilities(int classes)
    {
        var model = new GradientBoostingClassifier { Trees = 20, Growth = TreeGrowth.LeafWise, MaxLeaves = 15 };
        double[] sorted = [.. _targets.Order()];
        model.Fit(_features, Array.ConvertAll(_targets, target => classes * Array.BinarySearch(sorted, target) / Rows));
        model.ExportOnnx(_path);
        AssertClose([.. model.PredictProbability(_features).Cast<float>()], Run("probabilities"));
        using var session = new InferenceSession(_path);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([Input()], ["label"]);
        int[] labels = model.Predict(_features);
        int[] theirs = [.. results[0].AsTensor<long>().Select(label => (int)label)];
        Assert.Equal(labels, theirs);
    }

    [Fact]
    public void Models_of_other_libraries_pass_through()
    {
        var model = new GradientBoostingRegressor { Trees = 10, Categories = CategoryHandling.Splits };
        model.Fit(_features, _targets);
        using var stream = new MemoryStream();
        XgboostModel.Write(model, stream);
        stream.Position = 0;
        GradientBoosting read = XgboostModel.Read(stream);
        read.ExportOnnx(_path);
        AssertClose(model.Predict(_features), Run("predictions"));
    }

    [Fact]
    public void What_ONNX_cannot_say_is_refused()
    {
        var model = new GradientBoostingRegressor { Trees = 2, Objective = Objective.Gaussian };
        Assert.Throws<InvalidOperationException>(() => model.ExportOnnx(_path));
        model.Fit(_features, _targets);
        Assert.Contains("gaussian", Assert.Throws<NotSupportedException>(() => model.ExportOnnx(_path)).Message);
        var linear = new GradientBoostingRegressor { Trees = 2, LinearLeaves = true };
        linear.Fit(_features, _targets);
        Assert.Contains("LinearLeaves = false", Assert.Throws<NotSupportedException>(() => linear.ExportOnnx(_path)).Message);
        Assert.False(File.Exists(_path));
    }

    private float[] Column(int column) => [.. Enumerable.Range(0, Rows).Select(row => _rows[row * Columns + column])];

    private NamedOnnxValue Input() => NamedOnnxValue.CreateFromTensor("features", new DenseTensor<float>(_rows, [Rows, Columns]));

    private float[] Run(string output)
    {
        using var session = new InferenceSession(_path);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([Input()], [output]);
        return results[0].AsTensor<float>().ToArray();
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])), $"Number {i} is {actual[i]}, not {expected[i]}.");
    }
}
