namespace Fathom.Trees;

/// <summary>A column of the fit.</summary>
/// <param name="Name">Its name, if it has one.</param>
/// <param name="Levels">Its levels, if it holds categories.</param>
/// <param name="Statistics">The numbers that stand for its levels, if trees ask about those.</param>
/// <param name="Rules">How its values are taken where the trees are another library's.</param>
internal sealed record SavedFeature(string? Name, string[]? Levels, LevelStatistics? Statistics, ColumnRules? Rules = null);
