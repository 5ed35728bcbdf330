namespace Fathom.Trees;

/// <summary>How the fit of AdaBoost went, tree by tree.</summary>
/// <param name="Errors">The weighted share of training rows that each tree got wrong, under the weights it learned with.</param>
/// <param name="TreeWeights">What each tree's vote counts, ln((1 − error) / error) + ln(classes − 1) times the learning rate.</param>
/// <param name="Stop">Why boosting ended.</param>
/// <param name="Elapsed">The time from the call of Fit to its end.</param>
public sealed record AdaBoostFit(IReadOnlyList<double> Errors, IReadOnlyList<double> TreeWeights, StopReason Stop, TimeSpan Elapsed);
