namespace Fathom.Saving;

/// <summary>A group of weights in a file, which bears the name of what the weights belong to.</summary>
/// <param name="Path">Where in the file, for example <c>layers/dense/vars</c>.</param>
/// <param name="Name">The name, for example <c>head</c>.</param>
internal sealed record StoredGroup(string Path, string Name);
