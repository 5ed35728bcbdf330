namespace Fathom.Trees;

/// <summary>Which cut of a column a tree considers.</summary>
public enum Splitter
{
    /// <summary>The best of all cuts between distinct values.</summary>
    Best,

    /// <summary>One cut, drawn uniformly between the least and the greatest value in the node; the best column's wins (Geurts, Ernst &amp; Wehenkel 2006).</summary>
    Random,
}
