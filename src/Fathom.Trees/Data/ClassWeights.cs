namespace Fathom.Trees;

/// <summary>How much the rows of each class count, on top of the weights of the rows themselves.</summary>
public sealed class ClassWeights
{
    private readonly double[]? _perClass;
    private readonly bool _balanced;

    private ClassWeights(double[]? perClass, bool balanced)
    {
        _perClass = perClass;
        _balanced = balanced;
    }

    /// <summary>Every row counts alike.</summary>
    public static ClassWeights Equal { get; } = new(null, false);

    /// <summary>
    /// Every class counts alike: a row of class k counts rows / (classes · rows of class k). Rows are counted without their weights (King &amp; Zeng 2001; scikit-learn's "balanced").
    /// </summary>
    public static ClassWeights Balanced { get; } = new(null, true);

    /// <summary>Whether the weights follow from how often each class appears.</summary>
    public bool IsBalanced => _balanced;

    /// <summary>The weights given with <see cref="Of"/>, one per class; null otherwise.</summary>
    public IReadOnlyList<double>? PerClass => _perClass;

    /// <summary>A weight for each class.</summary>
    /// <param name="perClass">Finite and not negative, one per class; 0 leaves a class out.</param>
    /// <exception cref="ArgumentException">There is none, or one is negative or not finite.</exception>
    public static ClassWeights Of(params ReadOnlySpan<double> perClass)
    {
        if (perClass.IsEmpty)
            throw new ArgumentException("Give one weight per class.", nameof(perClass));
        foreach (double weight in perClass)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
                throw new ArgumentException($"A class weight is {weight}. Class weights are finite and not negative.", nameof(perClass));
        }
        return new(perClass.ToArray(), false);
    }

    /// <summary>The weights that a model file describes.</summary>
    internal static ClassWeights Saved(bool? balanced, double[]? perClass) => balanced == true ? Balanced : perClass is null ? Equal : Of(perClass);

    /// <summary>The factor of each class.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">The weights given are not one per class.</exception>
    internal double[] Factors(ReadOnlySpan<int> labels, int classes)
    {
        if (_perClass is not null)
        {
            return _perClass.Length == classes
                ? _perClass
                : throw new ArgumentException($"There are {_perClass.Length} class weights for {classes} classes.");
        }
        var factors = new double[classes];
        Array.Fill(factors, 1);
        if (!_balanced)
            return factors;
        var counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        int present = counts.Count(count => count > 0);
        for (int i = 0; i < classes; i++)
            factors[i] = counts[i] == 0 ? 0 : labels.Length / ((double)present * counts[i]);
        return factors;
    }
}
