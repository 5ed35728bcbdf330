namespace Fathom.Trees;

/// <summary>Trees for libraries that know no ordered statistics: a question about a level's statistic becomes one about the levels whose statistic lies below the threshold.</summary>
internal static class LevelQuestions
{
    /// <summary>The same tree, asking about levels; it differs for levels that the fit did not see, which the other library sends where it will.</summary>
    /// <exception cref="NotSupportedException">The tree may ask about combinations of categories.</exception>
    internal static Tree Of(Tree tree, FeatureSchema schema) => schema.Combinations.Count > 0
        ? throw new NotSupportedException($"In this model categories are combined, as in '{schema.NameOf(schema.Inputs)}', which other libraries' questions cannot say: fit with {nameof(BoostingOptions.MaxCombination)} = 1.")
        : WithLevels(tree, schema);

    private static Tree WithLevels(Tree tree, FeatureSchema schema) =>
        tree.Nodes.Any(node => !node.IsLeaf && schema.Statistics[node.Feature] is not null) ? new([.. tree.Nodes.Select(node => Of(node, schema))]) : tree;

    private static TreeNode Of(TreeNode node, FeatureSchema schema)
    {
        if (node.IsLeaf || schema.Statistics[node.Feature] is not { } statistics)
            return node;
        float[] perLevel = statistics.PerLevel;
        int[] below = [.. Enumerable.Range(0, perLevel.Length - 1).Where(level => perLevel[level] < node.Threshold)];
        return node with { LeftLevels = new CategorySet(below), MissingLeft = perLevel[^1] < node.Threshold };
    }
}
