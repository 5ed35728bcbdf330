namespace Fathom.Trees;

/// <summary>
/// The losses that <see cref="GradientBoostingRegressor.Objective"/> and <see cref="GradientBoostingClassifier.Objective"/> take. Rankers and survival models have
/// losses of their own.
/// </summary>
public static class Objective
{
    /// <summary>½(score − label)²: predicts the mean. Learning curves show the mean squared error.</summary>
    public static IObjective SquaredError { get; } = new SquaredErrorObjective();

    /// <summary>|score − label|: predicts the median.</summary>
    public static IObjective AbsoluteError { get; } = QuantileObjective.Absolute;

    /// <summary>e^score − label·score for counts and rates from 0: predicts the mean e^score.</summary>
    public static IObjective Poisson { get; } = new PoissonObjective();

    /// <summary>label·e^−score + score for positive amounts whose deviation grows with their mean: predicts the mean e^score.</summary>
    public static IObjective Gamma { get; } = new GammaObjective();

    /// <summary>
    /// The likelihood of a normal distribution, by natural gradients (Duan et al. 2020): predicts mean and deviation, the two outputs of
    /// <see cref="GradientBoostingRegressor.PredictOutputs"/>. Learning curves show the negative log likelihood in nats.
    /// </summary>
    public static IObjective Gaussian { get; } = new GaussianObjective();

    /// <summary>The pinball loss: predicts a quantile (Koenker &amp; Bassett 1978), or several with an output for each level, which never cross.</summary>
    /// <param name="levels">The shares of labels to lie below the predictions, ascending, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A level is not in (0, 1).</exception>
    /// <exception cref="ArgumentException">There is no level, or the levels do not ascend.</exception>
    public static IObjective Quantile(params ReadOnlySpan<double> levels) => QuantileObjective.At(levels);

    /// <summary>Squared up to an error of δ, absolute beyond (Huber 1964): predicts a mean that outliers pull little.</summary>
    /// <param name="delta">δ in units of the target, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    public static IObjective Huber(double delta) => new HuberObjective(delta);

    /// <summary>The Tweedie likelihood for amounts that are often 0, as insurance claims are: predicts the mean e^score.</summary>
    /// <param name="variancePower">ρ: the variance grows as the mean to this power, in (1, 2); near 1 as Poisson, near 2 as gamma.</param>
    /// <exception cref="ArgumentOutOfRangeException">The power is not in (1, 2).</exception>
    public static IObjective Tweedie(double variancePower = 1.5) => new TweedieObjective(variancePower);

    /// <summary>
    /// −(1 − p)^γ·log p for two classes (Lin et al. 2017): rows that are right already count less. The paper's α is <see cref="GradientBoostingClassifier.ClassWeights"/>.
    /// Probabilities are not calibrated: the loss draws them towards ½.
    /// </summary>
    /// <param name="gamma">γ from 0, where the loss is the logistic one.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is negative or not finite.</exception>
    public static IObjective Focal(double gamma = 2) => new FocalObjective(gamma);

    /// <summary>
    /// −(1 − p)^γ·log p with the softmax probability p of the row's own class: <see cref="Focal"/> for several classes. Probabilities are not calibrated: the loss
    /// draws them towards each other.
    /// </summary>
    /// <param name="classes">The number of classes, from 2; one score each.</param>
    /// <param name="gamma">γ from 0, where the loss is the negative log likelihood.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 classes, or γ is negative or not finite.</exception>
    public static IObjective SoftmaxFocal(int classes, double gamma = 2) => new SoftmaxFocalObjective(classes, gamma);
}
