namespace Fathom.Trees;

/// <summary>The sections of LightGBM's text: the head, the trees, and the parameters of the training.</summary>
internal sealed class LightGbmText
{
    private LightGbmText(LightGbmSection head, IReadOnlyList<LightGbmSection> trees, IReadOnlyDictionary<string, string> parameters, string? pandasCategories)
    {
        Head = head;
        Trees = trees;
        Parameters = parameters;
        PandasCategories = pandasCategories;
    }

    internal LightGbmSection Head { get; }

    internal IReadOnlyList<LightGbmSection> Trees { get; }

    internal IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>JSON with the levels of each column of categories, where the model came from a data frame with such.</summary>
    internal string? PandasCategories { get; }

    /// <exception cref="InvalidDataException">The text is no model of LightGBM.</exception>
    internal static LightGbmText Parse(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines[0].Trim() != "tree")
            throw new InvalidDataException("This is no model of LightGBM: its text does not begin with \"tree\".");
        var head = new LightGbmSection("the head");
        var trees = new List<LightGbmSection>();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        LightGbmSection? current = head;
        string? pandas = null;
        bool ended = false;
        foreach (string line in lines.Skip(1))
        {
            if (line.StartsWith("Tree=", StringComparison.Ordinal))
                trees.Add(current = new LightGbmSection($"tree {trees.Count}"));
            else if (line.StartsWith("end of trees", StringComparison.Ordinal))
                (current, ended) = (null, true);
            else if (line.StartsWith("pandas_categorical:", StringComparison.Ordinal))
                pandas = line["pandas_categorical:".Length..];
            else if (current is null && line is ['[', .. var parameter, ']'] && parameter.Split(": ", 2) is [var name, var value])
                parameters[name] = value;
            else
                current?.Add(line);
        }
        return ended ? new(head, trees, parameters, pandas) : throw new InvalidDataException("The model is damaged: its text ends before \"end of trees\".");
    }
}
