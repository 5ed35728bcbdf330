namespace Fathom.Diagnostics;

/// <summary>
/// What a learning-rate range test found (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3): the rate grows from step to step
/// and the loss is noted.
/// </summary>
/// <param name="Rates">The learning rate of each step, ascending, above 0.</param>
/// <param name="Losses">The training loss at each rate, smoothed or not; as many as there are rates. It may end in values that are not finite where training diverged.</param>
/// <param name="Suggested">The rate to train with; within the range of <paramref name="Rates"/>.</param>
public sealed record LearningRateSearch(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, double Suggested);
