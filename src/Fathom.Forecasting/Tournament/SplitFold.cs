using Fathom.Validation;

namespace Fathom.Forecasting;

/// <summary>One fold made ready: what to learn from, what to forecast, what to show.</summary>
internal sealed record SplitFold(TrainingFold Training, int[] Test, FoldRecord Record, LeakReport Leaks);
