using System.Collections;

namespace Fathom.Tabular;

/// <summary>
/// Transformers in a row and an estimator behind them, used as one (scikit-learn's <c>Pipeline</c>). A fit hands its rows, and no others, from step to step, so that
/// nothing is learned from rows that are predicted later: fit it on the training rows of a split as a whole, and do not transform data before it is split.
/// </summary>
public abstract class Pipeline : IEnumerable<PipelineStep>
{
    private readonly List<PipelineStep> _steps = [];

    private protected Pipeline() { }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<PipelineStep> Steps => _steps;

    /// <summary>The transformer or estimator of a step.</summary>
    /// <param name="name">The step's name.</param>
    /// <returns>What was added under the name.</returns>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public object this[string name] => _steps.Find(step => step.Name == name)?.Part
        ?? throw new KeyNotFoundException($"The pipeline has no step '{name}'. It has: {string.Join(", ", _steps.Select(step => step.Name))}.");

    /// <summary>Adds a transformer behind those there are.</summary>
    /// <param name="name">The step's name: letters, digits, '_', '-' and '.'.</param>
    /// <param name="transformer">The transformer. It belongs to this pipeline: what it learned before is replaced by a fit.</param>
    /// <exception cref="ArgumentException">The name is empty or taken, or the transformer is a step already.</exception>
    /// <exception cref="InvalidOperationException">The estimator is there already.</exception>
    public void Add(string name, ITransformer transformer) => AddStep(name, transformer);

    /// <summary>The rows as the estimator sees them: changed by all transformers in turn.</summary>
    /// <param name="features">Shape (rows, features), the features of the fit.</param>
    /// <returns>Shape (rows, features as the last transformer makes them).</returns>
    /// <exception cref="ArgumentException">The number of features differs from that of the fit.</exception>
    /// <exception cref="InvalidOperationException">Nothing has been fitted.</exception>
    public double[,] Transform(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        foreach (PipelineStep step in _steps)
            if (step.Part is ITransformer transformer) features = transformer.Transform(features);
        return features;
    }

    /// <inheritdoc />
    public IEnumerator<PipelineStep> GetEnumerator() => _steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected void AddStep(string name, object part)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(part);
        if (_steps is [.., { Part: not ITransformer } last])
            throw new InvalidOperationException($"Step '{name}' cannot follow '{last.Name}', which is the estimator. Add transformers before it.");
        if (_steps.Exists(step => string.Equals(step.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"The pipeline has a step '{name}' already. Give each a name of its own; capitals do not tell them apart.", nameof(name));
        if (_steps.Find(step => ReferenceEquals(step.Part, part)) is { } twin)
            throw new ArgumentException($"Step '{name}' is the same object as '{twin.Name}': what it learns in one place would hold in the other. Make one for each.", nameof(part));
        _steps.Add(new PipelineStep(name, part));
    }

    /// <summary>The estimator.</summary>
    /// <exception cref="InvalidOperationException">It has not been added.</exception>
    private protected T Estimator<T>() where T : class => _steps is [.., { Part: T estimator }]
        ? estimator
        : throw new InvalidOperationException($"The pipeline ends without an estimator. Add an {typeof(T).Name} after the transformers.");

    /// <summary>Fits every transformer on the rows as those before it change them.</summary>
    private protected double[,] FitTransformers(double[,] features)
    {
        Matrices.CheckFinite(features);
        foreach (PipelineStep step in _steps)
        {
            if (step.Part is not ITransformer transformer) continue;
            transformer.Fit(features);
            features = transformer.Transform(features);
        }
        return features;
    }
}
