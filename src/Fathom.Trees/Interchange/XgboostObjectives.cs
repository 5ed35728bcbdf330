using System.Globalization;

namespace Fathom.Trees;

/// <summary>XGBoost's names of objectives and Fathom's.</summary>
internal static class XgboostObjectives
{
    /// <summary>Fathom's name for an objective with its constants, or null where it has none.</summary>
    internal static string? NameOf(ModelValue.MapValue objective) => objective.TextOf("name") switch
    {
        "reg:squarederror" or "reg:linear" => "squared error",
        "reg:absoluteerror" => "absolute error",
        "reg:pseudohubererror" => ObjectiveNames.With("huber", Constant(objective, "pseudo_huber_param", "huber_slope", 1)),
        "binary:logistic" or "binary:logitraw" or "reg:logistic" => "logistic",
        "multi:softprob" or "multi:softmax" => "softmax",
        "count:poisson" => "poisson",
        "reg:gamma" => "gamma",
        "reg:tweedie" => ObjectiveNames.With("tweedie", Constant(objective, "tweedie_regression_param", "tweedie_variance_power", 1.5)),
        "rank:ndcg" or "rank:pairwise" => ObjectiveNames.With("lambdarank", 10),
        "survival:cox" => "cox",
        _ => null,
    };

    /// <summary>What XGBoost calls an objective, with the constants that its loader needs.</summary>
    /// <exception cref="NotSupportedException">XGBoost has no objective with the same link.</exception>
    internal static ModelValue.MapValue Write(IObjective objective)
    {
        int open = objective.Name.IndexOf('(', StringComparison.Ordinal);
        string kind = open < 0 ? objective.Name : objective.Name[..open];
        string constant = open < 0 ? "" : objective.Name[(open + 1)..^1];
        return kind switch
        {
            "squared error" => Named("reg:squarederror", ("reg_loss_param", "scale_pos_weight", "1")),
            // Of these XGBoost 1.7 has no twin; scores are predictions all the same.
            "quantile" or "huber" when objective.Outputs == 1 => Named("reg:squarederror", ("reg_loss_param", "scale_pos_weight", "1")),
            "absolute error" => Named("reg:absoluteerror"),
            "logistic" or "focal" => Named("binary:logistic", ("reg_loss_param", "scale_pos_weight", "1")),
            "softmax" or SoftmaxFocalObjective.Kind => Named("multi:softprob", ("softmax_multiclass_param", "num_class", objective.Outputs.ToString(CultureInfo.InvariantCulture))),
            "poisson" => Named("count:poisson", ("poisson_regression_param", "max_delta_step", "0.7")),
            "gamma" => Named("reg:gamma"),
            "tweedie" => Named("reg:tweedie", ("tweedie_regression_param", "tweedie_variance_power", constant)),
            "lambdarank" => Named("rank:ndcg", ("lambda_rank_param", "num_pairsample", "1")),
            "cox" => Named("survival:cox"),
            _ => throw new NotSupportedException($"XGBoost has no objective that turns scores into predictions as '{objective.Name}' does."),
        };
    }

    /// <summary>The raw score that a base score stands for: the file holds it as a prediction.</summary>
    internal static double Margin(string objective, double baseScore) => objective switch
    {
        "binary:logistic" or "binary:logitraw" or "reg:logistic" => baseScore is > 0 and < 1 ? -Math.Log(1 / baseScore - 1) : throw OutOfRange(baseScore),
        "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" => baseScore > 0 ? Math.Log(baseScore) : throw OutOfRange(baseScore),
        _ => double.IsFinite(baseScore) ? baseScore : throw OutOfRange(baseScore),
    };

    /// <summary>The base score that stands for a raw score of 0.</summary>
    internal static string NeutralBaseScore(IObjective objective) => XgboostName(objective) switch
    {
        "binary:logistic" => "5E-1",
        "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" => "1E0",
        _ => "0E0",
    };

    private static string XgboostName(IObjective objective) => Write(objective).TextOf("name");

    private static InvalidDataException OutOfRange(double baseScore) => new($"The model is damaged: its base score is {baseScore}.");

    private static double Constant(ModelValue.MapValue objective, string parameters, string name, double absent) =>
        !objective.Holds(parameters) || !objective.Inner(parameters).Holds(name) ? absent
        : double.TryParse(objective.Inner(parameters).TextOf(name), CultureInfo.InvariantCulture, out double value) ? value
        : throw new InvalidDataException($"The model is damaged: '{name}' is no number.");

    private static ModelValue.MapValue Named(string name, params ReadOnlySpan<(string Parameters, string Name, string Value)> constants)
    {
        var members = new Dictionary<string, ModelValue> { ["name"] = new ModelValue.TextValue(name) };
        foreach ((string parameters, string constant, string value) in constants)
            members[parameters] = new ModelValue.MapValue(new Dictionary<string, ModelValue> { [constant] = new ModelValue.TextValue(value) });
        return new(members);
    }
}
