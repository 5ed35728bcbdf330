using System.Globalization;

namespace Fathom;

/// <summary>Which activation a name means.</summary>
internal static class ActivationNames
{
    private static readonly Lock Guard = new();
    private static readonly Dictionary<string, Activation> Known = [];

    // Files may hold these; they are written back under the first name.
    private static readonly Dictionary<string, string> Aliases = new() { ["swish"] = "silu", ["hard_swish"] = "hard_silu" };

    public static void Add(Activation activation)
    {
        lock (Guard) Known[activation.Name] = activation;
    }

    public static Activation? Find(string name)
    {
        // Keras writes "package>name" for functions that a program registered itself.
        name = name[(name.IndexOf('>', StringComparison.Ordinal) + 1)..];
        lock (Guard)
            if (Known.TryGetValue(Aliases.GetValueOrDefault(name, name), out Activation? found))
                return found;
        return name.StartsWith("threshold(", StringComparison.Ordinal) && name.EndsWith(')') ? ReadThreshold(name[10..^1].Split(',')) : null;
    }

    public static string List()
    {
        lock (Guard) return string.Join(", ", Known.Keys.Order(StringComparer.Ordinal));
    }

    private static Activation? ReadThreshold(string[] numbers) =>
        numbers.Length == 2 && double.TryParse(numbers[0], CultureInfo.InvariantCulture, out double threshold) && double.TryParse(numbers[1], CultureInfo.InvariantCulture, out double value)
            ? Activation.Threshold(threshold, value)
            : null;
}
