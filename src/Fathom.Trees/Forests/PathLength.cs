namespace Fathom.Trees;

/// <summary>How deep unsuccessful searches go in a binary search tree.</summary>
internal static class PathLength
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>c(n), the mean path length among n rows (Liu, Ting &amp; Zhou 2008, eq. 1); 0 for one row.</summary>
    internal static double Mean(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => 2 * (Math.Log(rows - 1) + EulerMascheroni) - 2 * (rows - 1.0) / rows,
    };
}
