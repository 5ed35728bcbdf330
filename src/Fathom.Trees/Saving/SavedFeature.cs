namespace Fathom.Trees;

/// <summary>A column of the fit: its name if it has one, and its levels if it holds categories.</summary>
internal sealed record SavedFeature(string? Name, string[]? Levels);
