namespace Fathom.Trees;

/// <summary>Predictions of the training rows by those trees that did not learn from them (Breiman 1996): an honest estimate without a test set, if rows are independent of each other.</summary>
/// <remarks>Rows that depend on their neighbours, as overlapping returns do, are in the bag through their neighbours: the score is then too good. Use a purged splitter instead.</remarks>
/// <param name="Score">The weighted accuracy, or the weighted R², over the rows that were out of at least one tree's bag.</param>
/// <param name="Predictions">Shape (rows, classes) of probabilities, or (rows, 1) of numbers; NaN in rows that every tree learned from.</param>
public sealed record OutOfBag(double Score, float[,] Predictions);
