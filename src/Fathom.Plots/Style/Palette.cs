namespace Fathom.Plots;

/// <summary>The colours of every picture: Okabe and Ito's set, safe for colour-blind readers, on light and dark paper. Nothing is said by colour alone.</summary>
internal static class Palette
{
    /// <summary>Data: what came true. No model has it.</summary>
    public const string Blue = "#0072B2";

    /// <summary>The first thing the data is compared with.</summary>
    public const string Orange = "#E69F00";

    /// <summary>Good.</summary>
    public const string Green = "#009E73";

    /// <summary>Bad.</summary>
    public const string Vermilion = "#D55E00";

    /// <summary>Neutral.</summary>
    public const string Grey = "#6B7280";

    /// <summary>The baseline: black on light paper, white on dark; the style sheet turns it.</summary>
    public const string Ink = "#000000";

    /// <summary>Grid lines; the style sheet darkens them on dark paper.</summary>
    public const string Grid = "#E1E4E8";

    /// <summary>The colours of models, in the order they are given out.</summary>
    public static IReadOnlyList<string> Models { get; } = [Orange, "#CC79A7", "#56B4E9", Green, Vermilion, "#8C6D31", "#8A7FD6"];

    /// <summary>The tone of a part of a fold, the same in every picture.</summary>
    /// <param name="role">The part.</param>
    public static string Of(Forecasting.FoldRole role) => role switch
    {
        Forecasting.FoldRole.Train => "#56B4E9",
        Forecasting.FoldRole.Validation => Blue,
        Forecasting.FoldRole.Purge => Vermilion,
        Forecasting.FoldRole.Embargo => Grey,
        _ => Orange,
    };
}
