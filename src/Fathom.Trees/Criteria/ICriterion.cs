namespace Fathom.Trees;

/// <summary>
/// The arithmetic of one criterion over the rows of one node. Rows are moved one by one from the right child to the left; a row is named by its place in the node.
/// Implemented by structs, so that the search for splits is compiled for each of them.
/// </summary>
internal interface ICriterion<TSelf> where TSelf : struct, ICriterion<TSelf>
{
    /// <summary>The numbers that a node predicts.</summary>
    int Outputs { get; }

    /// <summary>The weight of the node.</summary>
    double Weight { get; }

    /// <summary>The criterion over the node.</summary>
    double Impurity { get; }

    /// <summary>Whether all rows of the node have one label: nothing is left to split.</summary>
    bool IsPure { get; }

    /// <summary>The weight of the rows moved left.</summary>
    double WeightLeft { get; }

    /// <summary>The weight of the rows not moved.</summary>
    double WeightRight { get; }

    /// <summary>The number of orders of category levels worth trying: levels are sorted by the mean of <see cref="LevelTarget"/>.</summary>
    int LevelOrders { get; }

    /// <summary>One that shares the labels and has working memory of its own.</summary>
    TSelf Copy();

    /// <summary>Takes up a node.</summary>
    void Load(ReadOnlySpan<int> rows);

    /// <summary>What the node predicts.</summary>
    void WriteValue(Span<double> value);

    /// <summary>Moves all rows back to the right.</summary>
    void Reset();

    /// <summary>Moves the row at a place in the node to the left.</summary>
    void MoveLeft(int place);

    /// <summary>Moves all rows up to a rank to the left at once.</summary>
    /// <param name="keys">Rank in the upper half, place in the lower; in any order.</param>
    /// <param name="lastLeft">The last rank that moves.</param>
    /// <returns>The number of rows moved.</returns>
    int MoveUpTo(ReadOnlySpan<ulong> keys, int lastLeft);

    /// <summary>Grows with the decrease of impurity that the present division brings; negative infinity where a child could not stand.</summary>
    double Score();

    /// <summary>The weight of the row at a place in the node.</summary>
    double WeightOf(int place);

    /// <summary>What levels are sorted by, in one of the <see cref="LevelOrders"/>.</summary>
    double LevelTarget(int place, int order);

    /// <summary>The criterion over any rows.</summary>
    double ImpurityOf(ReadOnlySpan<int> rows, out double weight);
}
