namespace Fathom.Trees;

/// <summary>Why boosting ended.</summary>
public enum StopReason
{
    /// <summary>All rounds asked for are done.</summary>
    Completed,

    /// <summary>The first validation set had not improved for the rounds given as <c>earlyStopping</c>; the model ends at its best round.</summary>
    EarlyStopping,

    /// <summary>No question gained anything more, and nothing random could change that.</summary>
    NothingToLearn,

    /// <summary>The cancellation token fired; the model holds the rounds finished before.</summary>
    Cancelled,

    /// <summary>Another round would not have ended within the time budget; the model holds the rounds finished before.</summary>
    TimeBudget,
}
