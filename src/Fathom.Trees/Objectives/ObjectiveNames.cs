using System.Globalization;

namespace Fathom.Trees;

/// <summary>Objectives by the names that saved models hold.</summary>
internal static class ObjectiveNames
{
    internal static string With(string name, double constant) => string.Create(CultureInfo.InvariantCulture, $"{name}({constant:R})");

    /// <summary>The objective of a name, or null where it is none of ours.</summary>
    internal static IObjective? Find(string name, int outputs)
    {
        int open = name.IndexOf('(', StringComparison.Ordinal);
        double constant = 0;
        if (open > 0 && (name[^1] != ')' || !double.TryParse(name.AsSpan(open + 1, name.Length - open - 2), CultureInfo.InvariantCulture, out constant)))
            return null;
        return (open > 0 ? name[..open] : name) switch
        {
            "squared error" => Objective.SquaredError,
            "absolute error" => Objective.AbsoluteError,
            "quantile" => Objective.Quantile(constant),
            "huber" => Objective.Huber(constant),
            "poisson" => Objective.Poisson,
            "logistic" => new LogisticObjective(),
            "softmax" => new SoftmaxObjective(outputs),
            _ => null,
        };
    }
}
