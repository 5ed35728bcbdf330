namespace Fathom.Trees;

/// <summary>What random bits are for: each purpose has its own stream, so that one option does not disturb another's draws.</summary>
internal static class RandomPurpose
{
    internal const int Rows = 1;
    internal const int QuantileSample = 2;
    internal const int StatisticsOrder = 3;
    internal const int Dropout = 4;

    /// <summary>The shuffles of a column whose importance is asked for.</summary>
    internal static int Shuffle(int column) => -1 - column;

    /// <summary>The rounding of one output's gradients.</summary>
    internal static int Rounding(int output) => 1000 + 4 * output;

    /// <summary>The columns of one output's tree.</summary>
    internal static int Columns(int output) => 1001 + 4 * output;

    /// <summary>The columns of the levels of one output's tree.</summary>
    internal static int ColumnsOfLevel(int output) => 1002 + 4 * output;

    /// <summary>The columns of the nodes of one output's tree.</summary>
    internal static int ColumnsOfNode(int output) => 1003 + 4 * output;
}
