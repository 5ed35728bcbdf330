using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Fathom.Saving;

/// <summary>
/// Leads from the names in a foreign file to those a model expects. Each method gives a new mapping with one more rule; rules apply to each name in the order they
/// were given. What is left after them must be the layer's name, and after it the weight's name as the layout has it: <c>conv1.weight</c>.
/// </summary>
public sealed class WeightMapping
{
    private ImmutableList<Func<string, string?>> _rules = [];
    private ImmutableDictionary<string, Shape> _flattened = ImmutableDictionary<string, Shape>.Empty;

    private WeightMapping(WeightLayout layout) => Layout = layout;

    private WeightMapping(WeightMapping other)
    {
        (_rules, _flattened) = (other._rules, other._flattened);
        (Layout, IsStrict) = (other.Layout, other.IsStrict);
    }

    /// <summary>No rules yet, for weights of PyTorch's modules: transposed, gates put in order and biases added as the layers need it.</summary>
    public static WeightMapping PyTorch { get; } = new(WeightLayout.PyTorch);

    /// <summary>No rules yet, for weights laid out as here and in Keras, such as a model writes them itself.</summary>
    public static WeightMapping Keras { get; } = new(WeightLayout.Keras);

    /// <summary>How the weights are laid out.</summary>
    public WeightLayout Layout { get; }

    /// <summary>Whether everything must match: every weight of the model and every tensor that is not ignored, in name and shape. True unless <see cref="Partial"/>.</summary>
    public bool IsStrict { get; private init; } = true;

    /// <summary>Shapes whose flattened values a dense layer takes, by the layer's name.</summary>
    internal ImmutableDictionary<string, Shape> FlattenedShapes => _flattened;

    /// <summary>Takes a beginning off the names that have it, such as <c>module.</c></summary>
    /// <param name="prefix">The beginning.</param>
    /// <returns>A mapping with this rule.</returns>
    public WeightMapping StripPrefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return With(name => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name);
    }

    /// <summary>Replaces what a regular expression finds.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="replacement">What comes instead; <c>$1</c> is the first group.</param>
    /// <returns>A mapping with this rule.</returns>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public WeightMapping Replace(string pattern, string replacement)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(replacement);
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        return With(name => expression.Replace(name, replacement));
    }

    /// <summary>Renames one tensor.</summary>
    /// <param name="from">Its name as the rules before left it.</param>
    /// <param name="to">Its name from here on.</param>
    /// <returns>A mapping with this rule.</returns>
    public WeightMapping Pair(string from, string to)
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentException.ThrowIfNullOrEmpty(to);
        return With(name => name == from ? to : name);
    }

    /// <summary>Leaves tensors out whose names a regular expression finds something in.</summary>
    /// <param name="pattern">The expression.</param>
    /// <returns>A mapping with this rule.</returns>
    /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
    public WeightMapping Ignore(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        var expression = new Regex(pattern, RegexOptions.CultureInvariant);
        return With(name => expression.IsMatch(name) ? null : name);
    }

    /// <summary>
    /// Says what a dense layer takes is an image that was flattened: PyTorch flattens it channel after channel, the layers here place after place, so the kernel's
    /// rows are put in order. Where a graph shows that the image comes from convolutions this is known already; a model that computes in plain code does not show it.
    /// </summary>
    /// <param name="layer">The dense layer's name.</param>
    /// <param name="image">The shape that was flattened, channels last; a single axis for what is no image.</param>
    /// <returns>A mapping that knows it.</returns>
    public WeightMapping Flattened(string layer, Shape image)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        ArgumentNullException.ThrowIfNull(image);
        return new WeightMapping(this) { _flattened = _flattened.SetItem(layer, image) };
    }

    /// <summary>Loads what matches and leaves the rest as it is.</summary>
    /// <returns>A mapping that is not strict.</returns>
    public WeightMapping Partial() => new(this) { IsStrict = false };

    /// <summary>The name the rules lead to; none where the tensor is left out.</summary>
    internal string? Apply(string name)
    {
        string? reached = name;
        foreach (Func<string, string?> rule in _rules)
            if (reached is not null) reached = rule(reached);
        return reached;
    }

    private WeightMapping With(Func<string, string?> rule) => new(this) { _rules = _rules.Add(rule) };
}
