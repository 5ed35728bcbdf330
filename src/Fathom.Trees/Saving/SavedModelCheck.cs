namespace Fathom.Trees;

/// <summary>Refuses what JSON lets through but no model that was written can hold.</summary>
internal static class SavedModelCheck
{
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal static void Check(SavedModel model)
    {
        if (Array.Exists(model.Features, feature => feature is null || (feature.Levels is { } levels && Array.Exists(levels, level => level is null))))
            throw Damaged("a column or a level has no name");
        if (Array.Exists(model.Features, feature => feature.Statistics is { } statistics && statistics.PerLevel.Length != feature.Levels?.Length + 1))
            throw Damaged("a column's statistics do not fit its levels");
        if (!Array.TrueForAll(model.BaseScores, double.IsFinite))
            throw Damaged("a base score is not a finite number");
        foreach (SavedCombination? combination in model.Combinations ?? [])
            CheckCombination(combination, model.Features);
        foreach (SavedTree? tree in model.Trees)
        {
            if (tree is null)
                throw Damaged("a tree is missing");
            CheckTree(tree, model.Features);
        }
    }

    private static void CheckCombination(SavedCombination? combination, SavedFeature[] features)
    {
        if (combination is null)
            throw Damaged("a combination of categories is missing");
        int[] columns = combination.Columns;
        if (columns.Length < 2 || Enumerable.Range(0, columns.Length).Any(i => columns[i] < 0 || columns[i] >= features.Length || features[columns[i]].Levels is null || (i > 0 && columns[i] <= columns[i - 1])))
            throw Damaged("a combination of categories names other than ascending columns of categories");
        if (CategoryCombination.Size(columns.Select(column => features[column].Levels!.Length)) > 1L << 62)
            throw Damaged("a combination of categories has too many tuples");
        if (combination.Statistics.PerLevel is not { } numbers || numbers.Length != combination.Keys.Length + 1L)
            throw Damaged("a combination's statistics do not fit its tuples");
    }

    private static void CheckTree(SavedTree tree, SavedFeature[] features)
    {
        if (!Array.TrueForAll(tree.Value, double.IsFinite) || !Array.TrueForAll(tree.Gain, double.IsFinite) || !Array.TrueForAll(tree.Cover, double.IsFinite))
            throw Damaged("a tree holds a value, gain or cover that is not a finite number");
        for (int node = 0; node < (tree.Linear?.Length ?? 0); node++)
        {
            if (tree.Linear![node] is not { } linear)
                continue;
            if (node >= tree.Feature.Length || tree.Feature[node] >= 0)
                throw Damaged("a node that is no leaf is a linear leaf");
            if (Array.Exists(linear.Columns, column => column < 0 || column >= features.Length || features[column].Levels is not null))
                throw Damaged($"a linear leaf is about a column that is none of numbers among the {features.Length} the model has");
        }
        for (int node = 0; node < Math.Min(tree.Feature.Length, tree.LeftLevels?.Length ?? 0); node++)
        {
            if (tree.LeftLevels![node] is not { } levels)
                continue;
            // Levels without a name cannot occur, and a great one would ask for the memory of a set as great.
            int known = tree.Feature[node] >= 0 && tree.Feature[node] < features.Length ? features[tree.Feature[node]].Levels?.Length ?? 0 : 0;
            if (Array.Exists(levels, level => level < 0 || level >= known))
                throw Damaged($"a question is about a level that is none of the {known} of its column");
        }
    }

    private static InvalidDataException Damaged(string how) => new($"The model file is damaged: {how}.");
}
