namespace Fathom.Data;

/// <summary>Where a <see cref="BatchFeed"/> is: enough to have another go on with the same samples in the same order.</summary>
/// <param name="Seed">The seed of the orders; none where the order stays.</param>
/// <param name="Passes">How many passes through the data have begun, each with an order of its own.</param>
/// <param name="Next">The place of the next sample in the order of this pass; 0 where a new pass begins.</param>
internal readonly record struct FeedPosition(int? Seed, long Passes, int Next);
