namespace Fathom.Trees;

/// <summary>Refuses rows that boosting cannot use, and says which set and which row.</summary>
internal static class BoostingDataCheck
{
    /// <exception cref="ArgumentException">There are no rows, lengths differ, or a label, weight, margin or group is out of range.</exception>
    internal static void Check(BoostingData data, IObjective objective, string set)
    {
        CheckRows(data, set);
        if (data.Weights is { } weights)
            CheckWeights(weights, data.Features.RowCount, set);
        if (data.BaseMargin is { } margin)
            CheckMargin(margin, data.Features.RowCount, objective.Outputs, set);
        if (data.Groups is { } groups)
            CheckGroups(groups, data.Features.RowCount, set);
        objective.CheckLabels(data.Labels.Values);
        if (objective is ISetObjective whole)
            whole.CheckTargets(new(data.Labels.Values.ToArray(), data.Weights, data.Groups));
    }

    internal static void CheckRows(BoostingData data, string set)
    {
        if (data.Features.RowCount == 0)
            throw new ArgumentException($"The {set} features have no rows.", nameof(data));
        if (data.Features.RowCount != data.Labels.Count)
            throw new ArgumentException($"There are {data.Features.RowCount} rows of {set} features but {data.Labels.Count} labels.", nameof(data));
    }

    internal static void CheckMargin(double[] margin, int rows, int outputs, string set)
    {
        if (margin.Length != rows * outputs)
        {
            throw new ArgumentException(
                $"There are {margin.Length} base margins for {rows} {set} rows of {outputs} {(outputs == 1 ? "output" : "outputs")}: give {rows * outputs}, row after row.", nameof(margin));
        }
        int bad = Array.FindIndex(margin, score => !double.IsFinite(score));
        if (bad >= 0)
            throw new ArgumentException($"Base margin {bad} of the {set} rows is {margin[bad]}; margins are finite raw scores.", nameof(margin));
    }

    internal static void CheckWeights(float[] weights, int rows, string set)
    {
        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} {set} rows.", nameof(weights));
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            if (!(weights[row] >= 0) || float.IsInfinity(weights[row]))
                throw new ArgumentException($"Weight {row} of the {set} rows is {weights[row]}. Weights are finite and not negative; 0 leaves a row out.", nameof(weights));
            total += weights[row];
        }
        if (total <= 0)
            throw new ArgumentException($"All weights of the {set} rows are 0: there is nothing to {(set == "training" ? "learn from" : "measure on")}.", nameof(weights));
    }

    private static void CheckGroups(int[] groups, int rows, string set)
    {
        int negative = Array.FindIndex(groups, size => size < 0);
        if (negative >= 0)
            throw new ArgumentException($"Group {negative} of the {set} rows has {groups[negative]} rows.", nameof(groups));
        long total = groups.Sum(size => (long)size);
        if (total != rows)
            throw new ArgumentException($"The groups of the {set} rows have {total} rows in all, but there are {rows}. Groups are sizes, not numbers per row.", nameof(groups));
    }
}
