using Fathom.Schedules;

namespace Fathom.Optimizers;

/// <summary>All that an optimizer needs to go on exactly where it stopped.</summary>
/// <param name="Variables">
/// What Keras lists as the optimizer's variables, in its order: <c>iteration</c>, <c>learning_rate</c> unless that follows a schedule, then the running
/// values of each weight in their shapes. A Keras file holds them as <c>optimizer/vars/0</c>, <c>optimizer/vars/1</c> …
/// </param>
/// <param name="LearningRate">The learning rate in full precision; none if only the variables are known, as from a Keras file.</param>
public sealed record OptimizerState(IReadOnlyList<OptimizerVariable> Variables, Schedule? LearningRate = null);
