namespace Fathom.Trees;

/// <summary>How one call of Fit is watched and ended.</summary>
/// <param name="Validation">Rows that the learning curve and early stopping look at, or null.</param>
/// <param name="EarlyStopping">Rounds without a better validation loss after which boosting ends, or null.</param>
/// <param name="Progress">Told about every round, or null.</param>
/// <param name="Cancellation">Ends boosting after the round under way.</param>
internal sealed record BoostingRun(
    (Features Features, Labels Labels)? Validation, int? EarlyStopping, IProgress<BoostingRound>? Progress, CancellationToken Cancellation)
{
    /// <exception cref="ArgumentException">Early stopping is asked for without validation, or the validation rows and labels differ in number.</exception>
    internal BoostingRun Checked()
    {
        if (EarlyStopping is < 1)
            throw new ArgumentOutOfRangeException(nameof(EarlyStopping), EarlyStopping, "Early stopping waits for at least 1 round.");
        if (EarlyStopping is not null && Validation is null)
            throw new ArgumentException("Early stopping watches the validation loss: give validation rows too.");
        if (Validation is { } validation)
            TrainingData.CheckRows(validation.Features, validation.Labels, "validation");
        return this;
    }
}
