namespace Fathom.Trees.Tests.Support;

/// <summary>Every objective with labels it takes.</summary>
internal static class ObjectiveCases
{
    internal static readonly string[] Names =
    [
        "squared error", "absolute error", "quantile(0.2)", "quantile(0.1, 0.5, 0.9)", "huber(0.7)", "poisson", "gamma", "tweedie(1.3)", "gaussian", "logistic", "softmax",
        "focal(0)", "focal(2)", "softmax focal(0)", "softmax focal(0.5)", "softmax focal(2)", "cox", "lambdarank(5)",
    ];

    internal static (IObjective Objective, double[] Labels) Make(string name)
    {
        var random = new Random(1);
        double[] targets = [.. Enumerable.Range(0, 37).Select(_ => RandomRows.Normal(random))];
        return name switch
        {
            "squared error" => (Objective.SquaredError, targets),
            "absolute error" => (Objective.AbsoluteError, targets),
            "quantile(0.2)" => (Objective.Quantile(0.2), targets),
            "quantile(0.1, 0.5, 0.9)" => (Objective.Quantile(0.1, 0.5, 0.9), targets),
            "huber(0.7)" => (Objective.Huber(0.7), targets),
            "poisson" => (Objective.Poisson, Array.ConvertAll(targets, target => Math.Round(Math.Abs(2 * target)))),
            "gamma" => (Objective.Gamma, Array.ConvertAll(targets, target => Math.Abs(2 * target))),
            "tweedie(1.3)" => (Objective.Tweedie(1.3), Array.ConvertAll(targets, target => Math.Max(0, target))),
            "gaussian" => (Objective.Gaussian, Array.ConvertAll(targets, target => 3 + 2 * target)),
            "logistic" => (new LogisticObjective(), Array.ConvertAll(targets, target => target > 0.3 ? 1.0 : 0)),
            "focal(0)" => (Objective.Focal(0), Array.ConvertAll(targets, target => target > 0.3 ? 1.0 : 0)),
            "focal(2)" => (Objective.Focal(), Array.ConvertAll(targets, target => target > 0.3 ? 1.0 : 0)),
            // Every second row is censored, and times tie.
            "cox" => (new CoxObjective(), [.. targets.Select((target, row) => (row % 2 == 0 ? 1 : -1) * (1 + Math.Floor(5 * Math.Abs(target))))]),
            "lambdarank(5)" => (new LambdaRankObjective(5), Array.ConvertAll(targets, target => Math.Floor(Math.Abs(2 * target)))),
            "softmax focal(0)" => (Objective.SoftmaxFocal(3, 0), Thirds(targets)),
            "softmax focal(0.5)" => (Objective.SoftmaxFocal(3, 0.5), Thirds(targets)),
            "softmax focal(2)" => (Objective.SoftmaxFocal(3), Thirds(targets)),
            _ => (new SoftmaxObjective(3), Thirds(targets)),
        };
    }

    private static double[] Thirds(double[] targets) => Array.ConvertAll(targets, target => target > 0.5 ? 2.0 : target > -0.3 ? 1 : 0);
}
