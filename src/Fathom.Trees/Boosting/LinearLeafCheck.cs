namespace Fathom.Trees;

/// <summary>Refuses what linear leaves could not keep to.</summary>
internal static class LinearLeafCheck
{
    /// <exception cref="InvalidOperationException">Leaves are linear, and the objective sets leaf values itself, a column is monotone, or leaf values are bounded.</exception>
    internal static void Check(BoostingOptions options, IObjective objective)
    {
        if (!options.LinearLeaves)
            return;
        if (objective is ILeafRefit)
            throw new InvalidOperationException($"'{objective.Name}' has no second derivative to fit linear leaves by: set {nameof(BoostingOptions.LinearLeaves)} to false, or take another objective.");
        if (options.Monotone.Any(direction => direction != MonotoneDirection.Any))
            throw new InvalidOperationException($"Linear leaves may rise where {nameof(BoostingOptions.Monotone)} says fall: set {nameof(BoostingOptions.LinearLeaves)} to false, or all directions to {nameof(MonotoneDirection.Any)}.");
        if (options.MaxDelta is not null)
            throw new InvalidOperationException($"{nameof(BoostingOptions.MaxDelta)} bounds leaf values, which linear leaves have not: set {nameof(BoostingOptions.LinearLeaves)} to false, or {nameof(BoostingOptions.MaxDelta)} to null.");
    }
}
