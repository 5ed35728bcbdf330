namespace Fathom.Trees;

/// <summary>How one call of Fit is watched and ended.</summary>
/// <param name="Validation">Sets that the learning curves look at; early stopping watches the first.</param>
/// <param name="EarlyStopping">When to end for lack of improvement, or null.</param>
/// <param name="TimeBudget">The time within which the last round has to end, or null.</param>
/// <param name="Progress">Told about every round, or null.</param>
/// <param name="Cancellation">Ends boosting after the round under way.</param>
internal sealed record BoostingRun(
    IReadOnlyList<BoostingData> Validation, EarlyStoppingRule? EarlyStopping, TimeSpan? TimeBudget, IProgress<BoostingRound>? Progress, CancellationToken Cancellation)
{
    /// <exception cref="ArgumentException">Early stopping is asked for without validation, a validation set does not fit the objective, or the time budget is negative.</exception>
    internal void Check(BoostingData training, IObjective objective)
    {
        if (EarlyStopping is not null && Validation.Count == 0)
            throw new ArgumentException("Early stopping watches the validation loss: give validation rows too.");
        if (TimeBudget < TimeSpan.Zero)
            throw new ArgumentException($"The time budget is {TimeBudget}; it is not negative.");
        for (int set = 0; set < Validation.Count; set++)
        {
            ArgumentNullException.ThrowIfNull(Validation[set], "validation");
            string name = Validation.Count == 1 ? "validation" : $"validation ({set + 1})";
            BoostingDataCheck.Check(Validation[set], objective, name);
            if (training.BaseMargin is null != Validation[set].BaseMargin is null)
                throw new ArgumentException($"Either both the training and the {name} rows have a base margin or neither: their losses could not be compared.");
        }
    }
}
