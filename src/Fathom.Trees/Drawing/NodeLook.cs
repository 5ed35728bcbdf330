namespace Fathom.Trees;

/// <summary>How a node is drawn.</summary>
/// <param name="Verdict">What the node predicts, in words.</param>
/// <param name="Color">The colour of the verdict.</param>
/// <param name="Strength">How sure, or how far up the scale of values: 0 to 1.</param>
/// <param name="Shares">The parts of the bar below with their colours; they add up to 1. Empty for no bar.</param>
internal sealed record NodeLook(string Verdict, string Color, double Strength, IReadOnlyList<(double Share, string Color)> Shares)
{
    /// <summary>How much of the training the node saw, in words; null for its number of rows.</summary>
    internal string? Size { get; init; }
}
