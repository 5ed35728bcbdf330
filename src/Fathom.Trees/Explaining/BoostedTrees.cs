using System.Globalization;

namespace Fathom.Trees;

/// <summary>Looks into the trees of a boosted model.</summary>
public static class BoostedTrees
{
    /// <summary>The leaf that each row reaches in each tree.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="features">The same columns as in the fit.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public static LeafIndices Leaves(this GradientBoosting model, Features features)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        IReadOnlyList<Tree> trees = model.Ensemble.Trees;
        int[][] numbers = [.. trees.Select(Numbers)];
        float[][] columns = model.Fitted.Schema.Encode(features);
        var indices = new int[features.RowCount, trees.Count];
        new Workers(model.Threads).ForRows(features.RowCount, 20 * trees.Count, (start, end) =>
        {
            var values = new float[columns.Length];
            for (int row = start; row < end; row++)
            {
                for (int column = 0; column < columns.Length; column++)
                    values[column] = columns[column][row];
                for (int tree = 0; tree < trees.Count; tree++)
                    indices[row, tree] = numbers[tree][trees[tree].LeafOf(values)];
            }
        });
        return new(indices, [.. trees.Select(tree => tree.LeafCount)]);
    }

    /// <summary>The questions that a row meets on its way down a tree, with its answers.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="features">The same columns as in the fit.</param>
    /// <param name="row">The row.</param>
    /// <param name="tree">The tree's index in <see cref="TreeEnsemble.Trees"/>.</param>
    /// <exception cref="ArgumentException">The columns differ from those of the fit, or there is no such row or tree.</exception>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public static IReadOnlyList<DecisionStep> DecisionPath(this GradientBoosting model, Features features, int row, int tree)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)features.RowCount, nameof(row));
        Tree asked = TreeOf(model, tree);
        FeatureSchema schema = model.Fitted.Schema;
        float[] values = [.. schema.Encode(features.Take([row])).Select(column => column[0])];
        int leaf = asked.LeafOf(values);
        // Every node has one parent: from the leaf up.
        var parents = new int[asked.Nodes.Count];
        for (int at = 0; at < parents.Length; at++)
        {
            if (!asked.Nodes[at].IsLeaf)
                parents[asked.Nodes[at].Left] = parents[asked.Nodes[at].Right] = at;
        }
        var steps = new List<DecisionStep>();
        for (int at = leaf; at > 0; at = parents[at])
        {
            TreeNode question = asked.Nodes[parents[at]];
            bool left = question.Left == at, missing = float.IsNaN(values[question.Feature]);
            steps.Add(new(parents[at], question.Feature, schema.NameOf(question.Feature), Answer(question, schema, left, missing), left, missing));
        }
        steps.Reverse();
        return steps;
    }

    /// <summary>Draws a tree as indented text.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="tree">The tree's index in <see cref="TreeEnsemble.Trees"/>.</param>
    /// <param name="decimals">Digits after the point. Default 3.</param>
    /// <param name="maxDepth">Deeper branches are summed up. Default 10.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public static string TreeToText(this GradientBoosting model, int tree, int decimals = 3, int maxDepth = 10)
    {
        ArgumentNullException.ThrowIfNull(model);
        var picture = new BoostedTreePicture(TreeOf(model, tree), model.Fitted.Schema, decimals);
        return picture.ToText(maxDepth);
    }

    /// <summary>Draws a tree as a self-contained SVG: leaves show what they add to the raw score, edges are as broad as the training weight that goes there.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="tree">The tree's index in <see cref="TreeEnsemble.Trees"/>.</param>
    /// <param name="decimals">Digits after the point. Default 3.</param>
    /// <param name="maxDepth">Deeper branches are left out. Default 4.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public static string TreeToSvg(this GradientBoosting model, int tree, int decimals = 3, int maxDepth = 4)
    {
        ArgumentNullException.ThrowIfNull(model);
        var picture = new BoostedTreePicture(TreeOf(model, tree), model.Fitted.Schema, decimals);
        return picture.ToSvg(string.Create(CultureInfo.InvariantCulture, $"Tree {tree} of {model.Ensemble.Trees.Count}"), maxDepth);
    }

    private static Tree TreeOf(GradientBoosting model, int tree)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)tree, (uint)model.Ensemble.Trees.Count, nameof(tree));
        return model.Ensemble.Trees[tree];
    }

    private static string Answer(TreeNode question, FeatureSchema schema, bool left, bool missing)
    {
        string name = schema.NameOf(question.Feature);
        if (missing)
            return $"{name} is missing";
        if (question.LeftLevels is { } levels)
            return $"{name} {(left ? "in" : "not in")} {{{string.Join(", ", levels.ToArray().Select(code => schema.Levels[question.Feature]![code]))}}}";
        string statistic = schema.Statistics[question.Feature] is null ? "" : "mean of ";
        return float.IsPositiveInfinity(question.Threshold)
            ? $"{name} is not missing"
            : string.Create(CultureInfo.InvariantCulture, $"{statistic}{name} {(left ? "<" : ">=")} {question.Threshold}");
    }

    /// <summary>Per node the number of the leaf, in the order of the nodes.</summary>
    private static int[] Numbers(Tree tree)
    {
        var numbers = new int[tree.Nodes.Count];
        int leaf = 0;
        for (int at = 0; at < numbers.Length; at++)
            numbers[at] = tree.Nodes[at].IsLeaf ? leaf++ : -1;
        return numbers;
    }
}
