namespace Fathom.Tabular;

/// <summary>A step of a <see cref="Pipeline"/>.</summary>
/// <param name="Name">Its name, unique in the pipeline.</param>
/// <param name="Part">The transformer, or the estimator that stands last.</param>
public sealed record PipelineStep(string Name, object Part);
