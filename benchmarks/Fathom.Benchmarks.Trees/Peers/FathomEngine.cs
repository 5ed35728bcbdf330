using Fathom.Trees;

namespace Fathom.Benchmarks.Trees;

/// <summary>Fathom on a workload.</summary>
internal sealed class FathomEngine(Workload workload) : IEngine
{
    private DataSet _data = null!;
    private Features _features = null!;
    private int _seed;
    private int _threads;
    private GradientBoostingClassifier? _classifier;
    private GradientBoostingRegressor? _regressor;

    public string Name => "Fathom";

    public void Prepare(DataSet data, int seed, int threads)
    {
        _data = data;
        _seed = seed;
        _threads = threads;
        _features = FeaturesOf(data.Train);
    }

    public void Train(int rounds, Action afterFirst)
    {
        var progress = new First(afterFirst);
        if (_data.IsClassification)
        {
            _classifier = workload.Classifier(rounds, _seed, _threads);
            _classifier.Fit(_features, _data.Train.Labels, progress: progress);
        }
        else
        {
            _regressor = workload.Regressor(rounds, _seed, _threads);
            _regressor.Fit(_features, _data.Train.Labels, progress: progress);
        }
    }

    public double[] Predict(Rows rows)
    {
        Features features = FeaturesOf(rows);
        if (_regressor is not null)
            return Array.ConvertAll(_regressor.Predict(features), value => (double)value);
        float[,] probabilities = _classifier!.PredictProbability(features);
        var result = new double[rows.Count];
        for (int row = 0; row < result.Length; row++)
            result[row] = probabilities[row, 1];
        return result;
    }

    public void Dispose()
    {
    }

    private Features FeaturesOf(Rows rows)
    {
        if (!workload.Categorical || _data.CategoricalColumns.Length == 0)
            return Features.FromRows(rows.Values.AsSpan(), _data.Columns);
        var columns = new FeatureColumn[_data.Columns];
        for (int column = 0; column < columns.Length; column++)
        {
            float[] values = rows.Column(column);
            columns[column] = _data.CategoricalColumns.Contains(column)
                ? FeatureColumn.Categories(Array.ConvertAll(values, value => float.IsNaN(value) ? -1 : (int)value), _data.LevelsOf(column))
                : values;
        }
        return Features.FromColumns(columns);
    }

    private sealed class First(Action action) : IProgress<BoostingRound>
    {
        public void Report(BoostingRound value)
        {
            if (value.Round == 1)
                action();
        }
    }
}
