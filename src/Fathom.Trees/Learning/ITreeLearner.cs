namespace Fathom.Trees;

/// <summary>Fits one tree to the round's derivatives.</summary>
internal interface ITreeLearner
{
    /// <summary>Grows a tree, sets its leaf values and adds them to the training scores.</summary>
    /// <param name="round">The boosting round, from 0.</param>
    /// <param name="output">The output whose derivatives the tree fits.</param>
    /// <param name="rows">The rows to learn from, ascending; null for all.</param>
    /// <param name="columns">Per column: whether the tree may ask about it.</param>
    Tree Learn(int round, int output, int[]? rows, bool[] columns);
}
