using System.Globalization;

namespace Fathom.Benchmarks.Trees;

/// <summary>LightGBM on a workload.</summary>
internal sealed unsafe class LightGbmEngine(Workload workload) : IEngine
{
    private const int Float32 = 0;

    private nint _dataset;
    private nint _booster;
    private string _parameters = "";

    public string Name => "LightGBM";

    public void Prepare(DataSet data, int seed, int threads)
    {
        _parameters = string.Create(CultureInfo.InvariantCulture,
            $"objective={(data.IsClassification ? "binary" : "regression")} learning_rate={workload.LearningRate} max_bin=255 num_threads={threads} seed={seed} verbosity=-1 metric=none min_data_in_leaf=0 min_sum_hessian_in_leaf=1 lambda_l2=1 {workload.LightGbm}");
        if (workload.Categorical && data.CategoricalColumns.Length > 0)
            _parameters += $" categorical_feature={string.Join(',', data.CategoricalColumns)}";
        fixed (float* x = data.Train.Values)
            LightGbmApi.Check(LightGbmApi.LGBM_DatasetCreateFromMat(x, Float32, data.Train.Count, data.Columns, 1, _parameters, 0, out _dataset));
        fixed (float* y = data.Train.Labels)
            LightGbmApi.Check(LightGbmApi.LGBM_DatasetSetField(_dataset, "label", y, data.Train.Count, Float32));
        LightGbmApi.Check(LightGbmApi.LGBM_BoosterCreate(_dataset, _parameters, out _booster));
    }

    public void Train(int rounds, Action afterFirst)
    {
        for (int round = 0; round < rounds; round++)
        {
            LightGbmApi.Check(LightGbmApi.LGBM_BoosterUpdateOneIter(_booster, out _));
            if (round == 0)
                afterFirst();
        }
    }

    public double[] Predict(Rows rows)
    {
        var result = new double[rows.Count];
        fixed (float* x = rows.Values)
        fixed (double* p = result)
            LightGbmApi.Check(LightGbmApi.LGBM_BoosterPredictForMat(_booster, x, Float32, rows.Count, rows.Values.Length / rows.Count, 1, 0, 0, -1, _parameters, out _, p));
        return result;
    }

    public void Dispose()
    {
        LightGbmApi.Check(LightGbmApi.LGBM_BoosterFree(_booster));
        LightGbmApi.Check(LightGbmApi.LGBM_DatasetFree(_dataset));
    }
}
