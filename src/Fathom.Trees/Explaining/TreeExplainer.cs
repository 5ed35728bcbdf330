using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>
/// Explains predictions of a boosted model by exact Shapley values (TreeSHAP, Lundberg et al. 2020, path-dependent: an unknown column is replaced by what the
/// training rows in each node did). Equals XGBoost's <c>pred_contribs</c> and <c>pred_interactions</c>; rows' values do not depend on the number of threads.
/// </summary>
/// <example><code>
/// ShapValues shap = new TreeExplainer(boosted).Explain(features);
/// double part = shap[row: 0, column: 2];
/// </code></example>
public sealed class TreeExplainer
{
    private readonly FittedEnsemble _fitted;
    private readonly Workers _workers;
    private readonly RowBlock _block = new();
    private readonly ShapTree[] _trees;
    private readonly double[] _baseValues;
    private readonly string[] _names;

    /// <summary>Prepares a fitted model.</summary>
    /// <param name="model">A fitted model.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="NotSupportedException">Leaves of the model are linear.</exception>
    public TreeExplainer(GradientBoosting model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _fitted = model.Fitted;
        if (_fitted.Ensemble.HasLinearLeaves)
            throw new NotSupportedException($"Leaves of this model are linear, and TreeSHAP takes leaves that add the same to all their rows. Use {nameof(PermutationImportance)} or {nameof(PartialDependence)}, or fit with {nameof(BoostingOptions.LinearLeaves)} = false.");
        _workers = new(model.Threads);
        TreeEnsemble ensemble = _fitted.Ensemble;
        _trees = [.. ensemble.Trees.Select(tree => new ShapTree(tree, _block))];
        _baseValues = [.. ensemble.BaseScores];
        for (int i = 0; i < _trees.Length; i++)
            _baseValues[i % ensemble.Outputs] += _trees[i].Mean;
        _names = [.. Enumerable.Range(0, _fitted.Schema.Count).Select(_fitted.Schema.NameOf)];
    }

    /// <summary>The columns' parts in each row's raw score.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, outputs, columns); takes 8 bytes for each.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    public ShapValues Explain(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        int perRow = _baseValues.Length * _names.Length;
        var values = new double[(long)features.RowCount * perRow];
        ForBlocks(features, perRow, (kernel, block, lanes, tree, output) =>
            kernel.Explain(_trees[tree], block, lanes.Slice(output * _names.Length, _names.Length)), (row, own) => own.CopyTo(values.AsSpan(row * perRow)));
        return new(values, _baseValues, _names);
    }

    /// <summary>What pairs of columns did to each row's raw score together.</summary>
    /// <param name="features">The same columns as in the fit.</param>
    /// <returns>Shape (rows, outputs, columns, columns); takes 8 bytes for each.</returns>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    public ShapInteractions ExplainInteractions(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        ShapValues alone = Explain(features);
        int columns = _names.Length, outputs = _baseValues.Length, perRow = outputs * columns * columns;
        var values = new double[(long)features.RowCount * perRow];
        ForBlocks(features, perRow, (kernel, block, lanes, tree, output) =>
            kernel.ExplainInteractions(_trees[tree], block, columns, lanes.Slice(output * columns * columns, columns * columns)), (row, own) =>
            {
                own.CopyTo(values.AsSpan(row * perRow));
                for (int output = 0; output < outputs; output++)
                    Complete(values.AsSpan(row * perRow + output * columns * columns, columns * columns), alone.Of(row, output));
            });
        return new(values, _baseValues, _names);
    }

    private delegate void TreeStep(ShapKernel kernel, ReadOnlySpan<float> block, Span<Vector256<double>> lanes, int tree, int output);

    private delegate void RowDone(int row, ReadOnlySpan<double> values);

    /// <summary>Runs all trees over blocks of rows, four rows at a time, and hands over each row's numbers.</summary>
    private void ForBlocks(Features features, int perRow, TreeStep step, RowDone done)
    {
        float[][] columns = _fitted.Schema.Encode(features);
        int rows = features.RowCount, rowsPerBlock = Math.Clamp((1 << 17) / perRow / ShapKernel.Lanes * ShapKernel.Lanes, ShapKernel.Lanes, RowBlock.Rows);
        _workers.For((rows + rowsPerBlock - 1) / rowsPerBlock, (long)rows * _trees.Length * 1000, number =>
        {
            int start = number * rowsPerBlock, count = Math.Min(rowsPerBlock, rows - start), groups = (count + ShapKernel.Lanes - 1) / ShapKernel.Lanes;
            var kernel = new ShapKernel(_trees);
            var block = new float[_block.Slots * RowBlock.Rows];
            var lanes = new Vector256<double>[groups * perRow];
            _block.Fill(columns, start, count, block);
            for (int tree = 0; tree < _trees.Length; tree++)
            {
                for (int group = 0; group < groups; group++)
                    step(kernel, block.AsSpan(group * ShapKernel.Lanes), lanes.AsSpan(group * perRow, perRow), tree, tree % _baseValues.Length);
            }
            var own = new double[perRow];
            ReadOnlySpan<double> flat = MemoryMarshal.Cast<Vector256<double>, double>(lanes);
            for (int row = 0; row < count; row++)
            {
                for (int i = 0; i < perRow; i++)
                    own[i] = flat[(row / ShapKernel.Lanes * perRow + i) * ShapKernel.Lanes + row % ShapKernel.Lanes];
                done(start + row, own);
            }
        });
    }

    /// <summary>Mirrors the pairs and puts on the diagonal what they leave of a column's Shapley value.</summary>
    private static void Complete(Span<double> matrix, ReadOnlySpan<double> alone)
    {
        int columns = alone.Length;
        for (int column = 0; column < columns; column++)
            matrix[column * columns + column] = alone[column];
        for (int first = 0; first < columns; first++)
        {
            for (int second = first + 1; second < columns; second++)
            {
                double together = matrix[first * columns + second];
                matrix[second * columns + first] = together;
                matrix[first * columns + first] -= together;
                matrix[second * columns + second] -= together;
            }
        }
    }
}
