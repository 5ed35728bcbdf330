using System.Globalization;

namespace Fathom.Trees;

/// <summary>Objectives by the names that saved models hold.</summary>
internal static class ObjectiveNames
{
    internal static string With(string name, params ReadOnlySpan<double> constants)
    {
        string[] numbers = new string[constants.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = constants[i].ToString("R", CultureInfo.InvariantCulture);
        return $"{name}({string.Join(", ", numbers)})";
    }

    /// <summary>The objective of a name, or null where it is none of ours.</summary>
    internal static IObjective? Find(string name, int outputs)
    {
        if (!TryParse(name, out string kind, out double[] constants))
            return null;
        return (kind, constants) switch
        {
            ("squared error", []) => Objective.SquaredError,
            ("absolute error", []) => Objective.AbsoluteError,
            ("quantile", [_, ..]) => Objective.Quantile(constants),
            ("huber", [var delta]) => Objective.Huber(delta),
            ("poisson", []) => Objective.Poisson,
            ("gamma", []) => Objective.Gamma,
            ("tweedie", [var power]) => Objective.Tweedie(power),
            ("gaussian", []) => Objective.Gaussian,
            ("logistic", []) => new LogisticObjective(),
            ("softmax", []) => new SoftmaxObjective(outputs),
            ("focal", [var gamma]) => Objective.Focal(gamma),
            (SoftmaxFocalObjective.Kind, [var gamma]) => Objective.SoftmaxFocal(outputs, gamma),
            ("lambdarank", [var places]) when places is >= 1 and <= int.MaxValue => new LambdaRankObjective((int)places),
            ("cox", []) => new CoxObjective(),
            _ => null,
        };
    }

    /// <summary>Takes "name(1, 2)" apart.</summary>
    private static bool TryParse(string name, out string kind, out double[] constants)
    {
        int open = name.IndexOf('(', StringComparison.Ordinal);
        (kind, constants) = (open > 0 ? name[..open] : name, []);
        if (open <= 0)
            return true;
        if (name[^1] != ')')
            return false;
        string[] parts = name[(open + 1)..^1].Split(", ");
        constants = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], CultureInfo.InvariantCulture, out constants[i]))
                return false;
        }
        return true;
    }
}
