using System.Diagnostics;
using System.Globalization;
using Fathom.Trees;

namespace Fathom.Benchmarks.Trees;

/// <summary>
/// One model in three libraries, carried over by its written forms: time to predict many rows, one row, and to explain rows. Sides take turns; medians of the rounds.
/// XGBoost's times hold the making of its matrix, for it takes no other input.
/// </summary>
internal static unsafe class PredictionComparison
{
    private const int ExplainedRows = 1000;

    internal static void Run(int threads, int rounds)
    {
        DataSet data = Synthetic.Draw(1, 50_000, 100_000);
        foreach ((string name, TreeGrowth growth) in new[] { ("depth 6", TreeGrowth.DepthWise), ("63 leaves", TreeGrowth.LeafWise) })
        {
            var model = new GradientBoostingClassifier { Trees = 100, Growth = growth, MaxLeaves = 63, Threads = threads };
            model.Fit(Features.FromRows(data.Train.Values, data.Columns), data.Train.Labels);
            Compare(name, model, data, threads, rounds);
        }
    }

    private static void Compare(string name, GradientBoostingClassifier model, DataSet data, int threads, int rounds)
    {
        nint xgboost = LoadXgboost(model, threads), lightGbm = LoadLightGbm(model);
        float[] rows = data.Test.Values, one = new float[1];
        int count = data.Test.Count, columns = data.Columns;
        var theirs = new double[count];
        Features features = Features.FromRows(rows, columns), few = features.Take([.. Enumerable.Range(0, ExplainedRows)]);
        var explainer = new TreeExplainer(model);
        EnsemblePredictor predictor = model.Predictor;
        string parameters = string.Create(CultureInfo.InvariantCulture, $"num_threads={threads}");
        (string What, Action Step)[] steps =
        [
            ("Fathom, 100,000 rows", () => model.PredictProbability(features)),
            ("LightGBM, 100,000 rows", () => PredictLightGbm(lightGbm, rows, count, columns, parameters, theirs)),
            ("XGBoost, 100,000 rows", () => PredictXgboost(xgboost, rows, count, columns, 0, threads)),
            ("Fathom, 10,000 single rows", () =>
            {
                for (int row = 0; row < 10_000; row++)
                    predictor.Predict(rows.AsSpan(row * columns, columns), one);
            }),
            ("Fathom, Shapley values of 1,000 rows", () => explainer.Explain(few)),
            ("XGBoost, Shapley values of 1,000 rows", () => PredictXgboost(xgboost, rows, ExplainedRows, columns, 4, threads)),
        ];
        var times = new double[steps.Length, rounds];
        for (int round = -2; round < rounds; round++)
        {
            for (int step = 0; step < steps.Length; step++)
            {
                long started = Stopwatch.GetTimestamp();
                steps[step].Step();
                if (round >= 0)
                    times[step, round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }
        for (int step = 0; step < steps.Length; step++)
        {
            double[] sorted = [.. Enumerable.Range(0, rounds).Select(round => times[step, round]).Order()];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {steps[step].What,-40} {sorted[rounds / 2],9:F1} ms"));
        }
        XgboostApi.Check(XgboostApi.XGBoosterFree(xgboost));
        LightGbmApi.Check(LightGbmApi.LGBM_BoosterFree(lightGbm));
    }

    private static nint LoadXgboost(GradientBoosting model, int threads)
    {
        using var stream = new MemoryStream();
        XgboostModel.Write(model, stream, XgboostFormat.Ubjson);
        XgboostApi.Check(XgboostApi.XGBoosterCreate(null, 0, out nint booster));
        fixed (byte* bytes = stream.ToArray())
            XgboostApi.Check(XgboostApi.XGBoosterLoadModelFromBuffer(booster, bytes, (ulong)stream.Length));
        XgboostApi.Check(XgboostApi.XGBoosterSetParam(booster, "nthread", threads.ToString(CultureInfo.InvariantCulture)));
        return booster;
    }

    private static nint LoadLightGbm(GradientBoosting model)
    {
        using var stream = new MemoryStream();
        LightGbmModel.Write(model, stream);
        LightGbmApi.Check(LightGbmApi.LGBM_BoosterLoadModelFromString(System.Text.Encoding.UTF8.GetString(stream.ToArray()), out _, out nint booster));
        return booster;
    }

    private static void PredictLightGbm(nint booster, float[] rows, int count, int columns, string parameters, double[] result)
    {
        fixed (float* x = rows)
        fixed (double* scores = result)
            LightGbmApi.Check(LightGbmApi.LGBM_BoosterPredictForMat(booster, x, 0, count, columns, 1, 0, 0, -1, parameters, out _, scores));
    }

    private static void PredictXgboost(nint booster, float[] rows, int count, int columns, int options, int threads)
    {
        nint matrix;
        fixed (float* x = rows)
            XgboostApi.Check(XgboostApi.XGDMatrixCreateFromMat_omp(x, (ulong)count, (ulong)columns, float.NaN, out matrix, threads));
        XgboostApi.Check(XgboostApi.XGBoosterPredict(booster, matrix, options, 0, 0, out _, out _));
        XgboostApi.Check(XgboostApi.XGDMatrixFree(matrix));
    }
}
