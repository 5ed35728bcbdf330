using System.Globalization;

namespace Fathom.Trees;

/// <summary>LightGBM's names of objectives and Fathom's.</summary>
internal static class LightGbmObjectives
{
    /// <summary>Fathom's name for an objective, or null where it has none.</summary>
    /// <param name="words">The name and its settings, as in "binary sigmoid:1".</param>
    /// <param name="parameters">The training's parameters, which hold the constants that the name leaves out.</param>
    internal static string? NameOf(string[] words, IReadOnlyDictionary<string, string> parameters) => words switch
    {
        ["regression" or "regression_l2"] => "squared error",
        ["regression_l1"] => "absolute error",
        ["huber"] => ObjectiveNames.With("huber", Parameter(parameters, "alpha", 0.9)),
        ["quantile"] => ObjectiveNames.With("quantile", Parameter(parameters, "alpha", 0.9)),
        ["poisson"] => "poisson",
        ["gamma"] => "gamma",
        ["tweedie"] => ObjectiveNames.With("tweedie", Parameter(parameters, "tweedie_variance_power", 1.5)),
        ["binary", ..] or ["cross_entropy" or "xentropy"] => "logistic",
        ["multiclass" or "softmax", ..] => "softmax",
        ["lambdarank" or "rank_xendcg", ..] => ObjectiveNames.With("lambdarank", Parameter(parameters, "lambdarank_truncation_level", 30)),
        _ => null,
    };

    /// <summary>What scores are multiplied by before the link.</summary>
    internal static double Steepness(string[] words)
    {
        string? given = words is ["binary", ..] ? words.FirstOrDefault(word => word.StartsWith("sigmoid:", StringComparison.Ordinal)) : null;
        if (given is null)
            return 1;
        return double.TryParse(given["sigmoid:".Length..], CultureInfo.InvariantCulture, out double steepness) && steepness > 0 && double.IsFinite(steepness)
            ? steepness
            : throw new InvalidDataException($"The model is damaged: its objective has '{given}'.");
    }

    /// <summary>LightGBM's name for an objective and the constant that stands among the parameters.</summary>
    /// <exception cref="NotSupportedException">LightGBM has no objective with the same link.</exception>
    internal static (string Name, string? Parameter) Write(IObjective objective)
    {
        int open = objective.Name.IndexOf('(', StringComparison.Ordinal);
        string kind = open < 0 ? objective.Name : objective.Name[..open], constant = open < 0 ? "" : objective.Name[(open + 1)..^1];
        return kind switch
        {
            "squared error" => ("regression", null),
            "absolute error" => ("regression_l1", null),
            "huber" => ("huber", $"[alpha: {constant}]"),
            "quantile" when objective.Outputs == 1 => ("quantile", $"[alpha: {constant}]"),
            "poisson" => ("poisson", null),
            "gamma" => ("gamma", null),
            "tweedie" => ("tweedie", $"[tweedie_variance_power: {constant}]"),
            "logistic" or "focal" => ("binary sigmoid:1", null),
            "softmax" or SoftmaxFocalObjective.Kind => (string.Create(CultureInfo.InvariantCulture, $"multiclass num_class:{objective.Outputs}"), null),
            "lambdarank" => ("lambdarank", $"[lambdarank_truncation_level: {constant}]"),
            _ => throw new NotSupportedException($"LightGBM has no objective that turns scores into predictions as '{objective.Name}' does."),
        };
    }

    private static double Parameter(IReadOnlyDictionary<string, string> parameters, string name, double absent) =>
        !parameters.TryGetValue(name, out string? text) ? absent
        : double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value
        : throw new InvalidDataException($"The model is damaged: '{name}' is '{text}'.");
}
