namespace Fathom.Trees;

/// <summary>
/// The leaf that each row reaches in each tree: a description of the row by what the model finds alike (He et al. 2014 feed it to a linear model).
/// </summary>
public sealed class LeafIndices
{
    private readonly int[] _firsts;

    internal LeafIndices(int[,] indices, int[] leafCounts)
    {
        Indices = indices;
        LeafCounts = leafCounts;
        _firsts = new int[leafCounts.Length + 1];
        for (int tree = 0; tree < leafCounts.Length; tree++)
            _firsts[tree + 1] = _firsts[tree] + leafCounts[tree];
    }

    /// <summary>Leaf numbers from 0 in each tree, in the order of <see cref="Tree.Nodes"/>: shape (rows, trees).</summary>
    public int[,] Indices { get; }

    /// <summary>The number of leaves of each tree.</summary>
    public IReadOnlyList<int> LeafCounts { get; }

    /// <summary>The number of columns of <see cref="OneHot"/>: all leaves of all trees.</summary>
    public int Width => _firsts[^1];

    /// <summary>A column per leaf: 1 where the row reaches it, else 0; each row has as many ones as there are trees.</summary>
    /// <returns>Shape (rows, <see cref="Width"/>); takes 4 bytes for each.</returns>
    public float[,] OneHot()
    {
        var hot = new float[Indices.GetLength(0), Width];
        for (int row = 0; row < Indices.GetLength(0); row++)
        {
            for (int tree = 0; tree < Indices.GetLength(1); tree++)
                hot[row, _firsts[tree] + Indices[row, tree]] = 1;
        }
        return hot;
    }
}
