namespace Fathom.Trees;

/// <summary>A division that is worth asking for.</summary>
/// <param name="Cut">The question.</param>
/// <param name="Middle">Where the right child's rows begin.</param>
/// <param name="Decrease">How much the impurity falls, as a share of the root's weight; 0 where nobody asks.</param>
/// <param name="LeftIsHeavier">Whether the left child has at least the weight of the right one.</param>
internal readonly record struct NodeSplit(Cut Cut, int Middle, double Decrease, bool LeftIsHeavier);
