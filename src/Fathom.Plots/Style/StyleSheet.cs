namespace Fathom.Plots;

/// <summary>The style sheets: colours on light and dark paper, words, and the layout of a report.</summary>
internal static class StyleSheet
{
    private static readonly Lazy<string> LazyPicture = new(() => Read("picture.css")), LazyReport = new(() => Read("report.css"));

    /// <summary>What pictures need, alone or in a page.</summary>
    public static string Picture => LazyPicture.Value;

    /// <summary>What a report needs beside.</summary>
    public static string Report => LazyReport.Value;

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream($"Fathom.Plots.{name}")!);
        return reader.ReadToEnd();
    }
}
