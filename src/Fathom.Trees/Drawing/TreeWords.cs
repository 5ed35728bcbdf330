using System.Globalization;

namespace Fathom.Trees;

/// <summary>The questions of a tree in words.</summary>
/// <param name="tree">The tree.</param>
/// <param name="schema">The names of columns and levels.</param>
/// <param name="decimals">Digits after the point.</param>
internal sealed class TreeWords(DecisionTree tree, FeatureSchema schema, int decimals)
{
    /// <summary>A list of levels longer than this is cut short.</summary>
    private const int MostLevels = 6;

    /// <summary>What holds for rows that go left.</summary>
    internal string Left(int node) => tree.Nodes[node] switch
    {
        { LeftLevels: { } levels } at => $"{Name(at)} in {Levels(at, levels)}",
        { Threshold: double.PositiveInfinity } at => $"{Name(at)} is not missing",
        var at => $"{Name(at)} <= {Number(at.Threshold)}",
    };

    /// <summary>What holds for rows that go right.</summary>
    internal string Right(int node) => tree.Nodes[node] switch
    {
        { LeftLevels: { } levels } at => $"{Name(at)} not in {Levels(at, levels)}",
        { Threshold: double.PositiveInfinity } at => $"{Name(at)} is missing",
        var at => $"{Name(at)} >  {Number(at.Threshold)}",
    };

    internal string Number(double value) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    private string Name(DecisionTreeNode node) => schema.NameOf(node.Feature);

    private string Levels(DecisionTreeNode node, CategorySet codes)
    {
        string[] names = [.. codes.ToArray().Select(code => schema.Levels[node.Feature]![code])];
        return names.Length <= MostLevels
            ? $"{{{string.Join(", ", names)}}}"
            : $"{{{string.Join(", ", names.Take(MostLevels - 1))}, {names.Length - MostLevels + 1} more}}";
    }
}
