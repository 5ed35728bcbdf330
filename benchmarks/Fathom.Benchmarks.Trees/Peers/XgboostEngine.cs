using System.Globalization;

namespace Fathom.Benchmarks.Trees;

/// <summary>XGBoost on a workload.</summary>
internal sealed unsafe class XgboostEngine(Workload workload) : IEngine
{
    private nint _matrix;
    private nint _booster;
    private string[]? _kinds;
    private int _threads;

    public string Name => "XGBoost";

    public void Prepare(DataSet data, int seed, int threads)
    {
        _threads = threads;
        if (workload.Categorical)
            _kinds = [.. Enumerable.Range(0, data.Columns).Select(column => data.CategoricalColumns.Contains(column) ? "c" : "float")];
        _matrix = Matrix(data.Train);
        fixed (float* y = data.Train.Labels)
            XgboostApi.Check(XgboostApi.XGDMatrixSetFloatInfo(_matrix, "label", y, (ulong)data.Train.Count));
        nint matrix = _matrix;
        XgboostApi.Check(XgboostApi.XGBoosterCreate(&matrix, 1, out _booster));
        Set("objective", data.IsClassification ? "binary:logistic" : "reg:squarederror");
        Set("base_score", data.Train.Labels.Average().ToString(CultureInfo.InvariantCulture));
        Set("tree_method", "hist");
        Set("eta", workload.LearningRate.ToString(CultureInfo.InvariantCulture));
        Set("max_bin", "255");
        Set("lambda", "1");
        Set("min_child_weight", "1");
        Set("nthread", threads.ToString(CultureInfo.InvariantCulture));
        Set("seed", seed.ToString(CultureInfo.InvariantCulture));
        Set("verbosity", "0");
        foreach (string option in workload.Xgboost!.Split(' '))
            Set(option.Split('=')[0], option.Split('=')[1]);
    }

    public void Train(int rounds, Action afterFirst)
    {
        for (int round = 0; round < rounds; round++)
        {
            XgboostApi.Check(XgboostApi.XGBoosterUpdateOneIter(_booster, round, _matrix));
            if (round == 0)
                afterFirst();
        }
    }

    public double[] Predict(Rows rows)
    {
        nint matrix = Matrix(rows);
        XgboostApi.Check(XgboostApi.XGBoosterPredict(_booster, matrix, 0, 0, 0, out ulong length, out float* scores));
        var result = new double[length];
        for (int row = 0; row < result.Length; row++)
            result[row] = scores[row];
        XgboostApi.Check(XgboostApi.XGDMatrixFree(matrix));
        return result;
    }

    public void Dispose()
    {
        XgboostApi.Check(XgboostApi.XGBoosterFree(_booster));
        XgboostApi.Check(XgboostApi.XGDMatrixFree(_matrix));
    }

    private nint Matrix(Rows rows)
    {
        nint matrix;
        fixed (float* x = rows.Values)
            XgboostApi.Check(XgboostApi.XGDMatrixCreateFromMat_omp(x, (ulong)rows.Count, (ulong)(rows.Values.Length / rows.Count), float.NaN, out matrix, _threads));
        if (_kinds is not null)
            XgboostApi.Check(XgboostApi.XGDMatrixSetStrFeatureInfo(matrix, "feature_type", _kinds, (ulong)_kinds.Length));
        return matrix;
    }

    private void Set(string name, string value) => XgboostApi.Check(XgboostApi.XGBoosterSetParam(_booster, name, value));
}
