namespace Fathom.Trees;

/// <summary>A question that a row met on its way down a tree.</summary>
/// <param name="Node">The node's index in <see cref="Tree.Nodes"/>.</param>
/// <param name="Column">The column it asks about.</param>
/// <param name="Name">The column's name, or "f0", "f1", … where it has none.</param>
/// <param name="Answer">The row's answer in words, as in "age &lt; 42.5".</param>
/// <param name="GoesLeft">Whether the row goes left.</param>
/// <param name="IsMissing">Whether the row has no value there and follows the way learned for such rows.</param>
public sealed record DecisionStep(int Node, int Column, string Name, string Answer, bool GoesLeft, bool IsMissing);
