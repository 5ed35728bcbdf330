namespace Fathom.Trees;

/// <summary>Colours that colour-blind readers can tell apart (Okabe &amp; Ito 2008).</summary>
internal static class Palette
{
    internal const string Data = "#0072B2";

    private static readonly string[] Classes = [Data, "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#6B7280"];

    internal static string Of(int category) => Classes[category % Classes.Length];
}
