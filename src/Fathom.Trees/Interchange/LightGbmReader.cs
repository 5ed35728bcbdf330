using System.Globalization;
using System.Text;

namespace Fathom.Trees;

/// <summary>Makes a fitted model of LightGBM's text.</summary>
internal static class LightGbmReader
{
    internal static GradientBoosting Read(LightGbmText text, IObjective? objective)
    {
        LightGbmSection head = text.Head;
        int outputs = head.Integer("num_tree_per_iteration"), highest = head.Integer("max_feature_idx");
        if (highest is < 0 or >= ForeignModel.MostColumns || outputs is < 1 or > ForeignModel.MostColumns || text.Trees.Count % outputs != 0)
            throw new InvalidDataException($"The model is damaged: it has {highest + 1L} columns, and {text.Trees.Count} trees for {outputs} outputs.");
        string[] words = head.Holds("objective") ? head.Words("objective") : ["custom"];
        objective ??= ForeignModel.Find(LightGbmObjectives.NameOf(words, text.Parameters), string.Join(' ', words), outputs);
        if (objective.Outputs != outputs)
            throw new InvalidDataException($"The model has {outputs} outputs, but '{objective.Name}' has {objective.Outputs}.");

        int columns = highest + 1;
        double factor = LightGbmObjectives.Steepness(words) / (head.Holds("average_output") ? Math.Max(1, text.Trees.Count / outputs) : 1);
        var reader = new LightGbmTreeReader(columns, factor);
        (Tree, int)[] trees = [.. text.Trees.Select((section, i) => (reader.Read(section), i % outputs))];
        var schema = new FeatureSchema(Names(head, columns), Levels(text, reader, columns), new LevelStatistics?[columns]) { Rules = reader.Rules() };
        return ForeignModel.Estimator(new(ForeignModel.Ensemble(trees, new double[outputs]), objective, schema));
    }

    /// <summary>"Column_0", "Column_1", … are LightGBM's names for columns that have none.</summary>
    private static string?[] Names(LightGbmSection head, int columns)
    {
        string[] names = head.Words("feature_names");
        if (names.Length != columns)
            throw new InvalidDataException($"The model is damaged: it has {names.Length} names for {columns} columns.");
        return [.. names.Select((name, column) => name == string.Create(CultureInfo.InvariantCulture, $"Column_{column}") ? null : name)];
    }

    private static string[]?[] Levels(LightGbmText text, LightGbmTreeReader reader, int columns)
    {
        string[] infos = text.Head.Holds("feature_infos") ? text.Head.Words("feature_infos") : [];
        var levels = new string[]?[columns];
        for (int column = 0; column < columns; column++)
        {
            int[]? listed = column < infos.Length && infos[column] is not ("none" or ['[', ..]) ? Codes(infos[column]) : null;
            int count = Math.Max(reader.Levels[column], listed is null ? 0 : listed.Append(-1).Max() + 1);
            if (count > 0 || listed is not null)
                levels[column] = ForeignModel.CodesAsLevels(count);
        }
        int[] categorical = [.. Enumerable.Range(0, columns).Where(column => levels[column] is not null)];
        if (PandasLevels(text.PandasCategories) is { } named && named.Length == categorical.Length)
        {
            for (int i = 0; i < categorical.Length; i++)
                levels[categorical[i]] = named[i].Distinct().Count() == named[i].Length && named[i].Length >= reader.Levels[categorical[i]] ? named[i] : levels[categorical[i]];
        }
        return levels;
    }

    private static int[] Codes(string info) => Array.ConvertAll(info.Split(':'), word =>
        int.TryParse(word, CultureInfo.InvariantCulture, out int code) && code < ForeignModel.MostLevels
            ? code
            : throw new InvalidDataException($"The model is damaged: a column of categories has '{word}'."));

    private static string[][]? PandasLevels(string? json)
    {
        if (json is null || JsonModel.Read(Encoding.UTF8.GetBytes(json)) is not ModelValue.ItemsValue lists)
            return null;
        return [.. lists.Values.Select(list => list switch
        {
            ModelValue.NumbersValue numbers => Array.ConvertAll(numbers.Values, number => number.ToString("R", CultureInfo.InvariantCulture)),
            ModelValue.ItemsValue items => [.. items.Values.Select(item => item is ModelValue.TextValue text ? text.Value : $"{item}")],
            _ => [],
        })];
    }
}
