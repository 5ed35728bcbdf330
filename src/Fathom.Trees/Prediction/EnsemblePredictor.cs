using System.Buffers;

namespace Fathom.Trees;

/// <summary>
/// A fitted model laid out for speed: predicts rows given as plain numbers. Nothing is allocated, any thread may call it, and results equal those of
/// <see cref="TreeEnsemble.Predict"/> bit for bit. Trees of up to 128 leaves take 64 rows at a time through vector instructions.
/// </summary>
/// <remarks>
/// A row holds one value per column of the fit: a number, or the code of a category level, that is its index in the column's list of levels
/// (<see cref="LevelsOf"/>); NaN is missing. Takes 20 bytes per node for single rows, and about 16 per question for many.
/// </remarks>
/// <example><code>
/// EnsemblePredictor predictor = boosted.Predictor;
/// Span&lt;float&gt; prediction = stackalloc float[predictor.Outputs];
/// predictor.Predict(row, prediction);
/// </code></example>
public sealed class EnsemblePredictor
{
    private readonly TreeEnsemble _ensemble;
    private readonly IObjective _objective;
    private readonly FeatureSchema _schema;
    private readonly CompiledTrees _trees;
    private readonly double[] _baseScores;
    private readonly bool _changesValues;

    internal EnsemblePredictor(TreeEnsemble ensemble, IObjective objective, FeatureSchema schema)
    {
        _ensemble = ensemble;
        _objective = objective;
        _schema = schema;
        _trees = new(ensemble.Trees);
        _baseScores = [.. ensemble.BaseScores];
        _changesValues = schema.ChangesValues;
    }

    /// <summary>The number of values in a row.</summary>
    public int Columns => _schema.Inputs;

    /// <summary>The number of predictions, and of raw scores, per row: 1, or the number of classes where there are more than two.</summary>
    public int Outputs => _baseScores.Length;

    /// <summary>The levels of a categorical column in the order of their codes; null for a column of numbers.</summary>
    /// <param name="column">The column's number.</param>
    public IReadOnlyList<string>? LevelsOf(int column) => _schema.Levels[column];

    /// <summary>
    /// The trees as questions about rows as they are given here, for programs that carry the model elsewhere: where ordered statistics stand for levels,
    /// as questions about the levels whose statistic lies below the threshold. A level that the fit did not see may then go another way.
    /// </summary>
    /// <exception cref="NotSupportedException">Zeros count as missing values in a column, or categories are combined, which no question can say.</exception>
    public IReadOnlyList<Tree> PortableTrees() => _schema.Rules.Any(rules => rules.HasFlag(ColumnRules.ZeroIsMissing))
        ? throw new NotSupportedException("In this model zeros count as missing, which questions about values cannot say.")
        : [.. _ensemble.Trees.Select(tree => LevelQuestions.Of(tree, _schema))];

    /// <summary>Predicts rows: the target of a regression, the probability of class 1 of two, or the probabilities of more classes.</summary>
    /// <param name="rows">Row-major values, <see cref="Columns"/> per row; one row or many.</param>
    /// <param name="predictions">Receives <see cref="Outputs"/> numbers per row.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows, or the predictions do not fit their number.</exception>
    public void Predict(ReadOnlySpan<float> rows, Span<float> predictions)
    {
        int count = CountOf(rows, predictions.Length), outputs = Outputs;
        double[] scores = ArrayPool<double>.Shared.Rent(RowBlock.Rows * outputs);
        for (int start = 0; start < count; start += RowBlock.Rows)
        {
            int block = Math.Min(RowBlock.Rows, count - start);
            Span<double> own = scores.AsSpan(0, block * outputs);
            ScoreBlock(rows.Slice(start * Columns, block * Columns), own);
            ToPredictions(own, predictions[(start * outputs)..]);
        }
        ArrayPool<double>.Shared.Return(scores);
    }

    /// <summary>The raw scores of rows: base scores plus the trees' values, before the objective's link.</summary>
    /// <param name="rows">Row-major values, <see cref="Columns"/> per row; one row or many.</param>
    /// <param name="scores">Receives <see cref="Outputs"/> numbers per row.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows, or the scores do not fit their number.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        int count = CountOf(rows, scores.Length), outputs = Outputs;
        for (int start = 0; start < count; start += RowBlock.Rows)
        {
            int block = Math.Min(RowBlock.Rows, count - start);
            ScoreBlock(rows.Slice(start * Columns, block * Columns), scores.Slice(start * outputs, block * outputs));
        }
    }

    /// <summary>Predictions of rows whose columns are already encoded, from a row up to as many as there is room for.</summary>
    /// <param name="columns">Values of all rows.</param>
    /// <param name="start">The first row.</param>
    /// <param name="margin">Raw scores to add to the rows', or empty.</param>
    /// <param name="predictions">Receives the predictions.</param>
    internal void PredictColumns(float[][] columns, int start, ReadOnlySpan<double> margin, Span<float> predictions)
    {
        double[] scores = ArrayPool<double>.Shared.Rent(predictions.Length);
        Span<double> own = scores.AsSpan(0, predictions.Length);
        StartScores.Fill(own, _baseScores, margin);
        _trees.AddTo(columns, start, own, 0, Outputs);
        ToPredictions(own, predictions);
        ArrayPool<double>.Shared.Return(scores);
    }

    private void ScoreBlock(ReadOnlySpan<float> rows, Span<double> scores)
    {
        SetToBaseScores(scores);
        if (!_changesValues)
        {
            _trees.AddTo(rows, Columns, scores, Outputs);
            return;
        }
        float[] encoded = ArrayPool<float>.Shared.Rent(rows.Length / Columns * _schema.Count);
        _schema.EncodeRows(rows, encoded);
        _trees.AddTo(encoded, _schema.Count, scores, Outputs);
        ArrayPool<float>.Shared.Return(encoded);
    }

    private void SetToBaseScores(Span<double> scores)
    {
        for (int at = 0; at < scores.Length; at += _baseScores.Length)
            _baseScores.CopyTo(scores[at..]);
    }

    private void ToPredictions(Span<double> scores, Span<float> predictions)
    {
        int outputs = Outputs;
        for (int at = 0; at < scores.Length; at += outputs)
            _objective.ToPrediction(scores.Slice(at, outputs));
        for (int i = 0; i < scores.Length; i++)
            predictions[i] = (float)scores[i];
    }

    private int CountOf(ReadOnlySpan<float> rows, int results)
    {
        int count = rows.Length / Columns;
        if (count * Columns != rows.Length)
            throw new ArgumentException($"{rows.Length} values do not fill rows of {Columns} columns.", nameof(rows));
        return results == count * Outputs
            ? count
            : throw new ArgumentException($"{count} rows have {count * Outputs} results, but there is room for {results}.");
    }
}
