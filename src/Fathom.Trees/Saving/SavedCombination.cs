namespace Fathom.Trees;

/// <summary>A combination of columns of categories.</summary>
/// <param name="Columns">The columns, ascending.</param>
/// <param name="Keys">The tuples of levels as <see cref="CategoryCombination"/> has them.</param>
/// <param name="Statistics">The numbers that stand for them.</param>
internal sealed record SavedCombination(int[] Columns, long[] Keys, LevelStatistics Statistics)
{
    internal static SavedCombination[]? Of(FeatureSchema schema) => schema.Combinations.Count == 0
        ? null
        : [.. schema.Combinations.Select((combination, i) => new SavedCombination([.. combination.Columns], [.. combination.Keys], schema.Statistics[schema.Inputs + i]!))];

    /// <exception cref="ArgumentException">A tuple appears twice, or holds a level that its column has not.</exception>
    internal (CategoryCombination Combination, LevelStatistics Statistics) ToCombination(SavedFeature[] features) =>
        (new(Columns, Array.ConvertAll(Columns, column => features[column].Levels!.Length), Keys), Statistics);
}
