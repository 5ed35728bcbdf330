namespace Fathom.Trees;

/// <summary>Metrics for early stopping. All weigh rows by <see cref="BoostingData.Weights"/>.</summary>
public static class BoostingMetric
{
    /// <summary>The square root of the mean squared difference between label and prediction (the first output).</summary>
    public static IBoostingMetric RootMeanSquaredError { get; } = new RootMeanSquaredError();

    /// <summary>The mean absolute difference between label and prediction (the first output).</summary>
    public static IBoostingMetric MeanAbsoluteError { get; } = new MeanAbsoluteError();

    /// <summary>The share of rows whose most probable class is not theirs; of equally probable classes the lower number is taken.</summary>
    public static IBoostingMetric ErrorRate { get; } = new ErrorRateMetric();

    /// <summary>For two classes: the probability that a row of class 1 has the higher prediction than one of class 0; ties count half. ½ where a class is missing.</summary>
    public static IBoostingMetric Auc { get; } = new AreaUnderRoc();

    /// <summary>For survival: Harrell's C, the share of comparable pairs in which the row that fails first has the higher risk; ties of risk count half.</summary>
    public static IBoostingMetric Concordance { get; } = new Concordance();

    /// <summary>
    /// For ranking: the mean over queries of the discounted gain Σ (2^label − 1)/log₂(rank + 1) of the first places over its greatest possible value
    /// (Järvelin &amp; Kekäläinen 2002); 1 for a query without any gain. Rows of equal score keep their order.
    /// </summary>
    /// <param name="places">The places that count, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="places"/> is below 1.</exception>
    public static IBoostingMetric Ndcg(int places) => places >= 1
        ? new NormalizedDiscountedGain(places)
        : throw new ArgumentOutOfRangeException(nameof(places), places, "NDCG looks at 1 place or more.");
}
