namespace Fathom.Saving;

/// <summary>What a <c>.fathom</c> file says about one of its parts.</summary>
/// <param name="Name">Its name, unique beside its neighbours.</param>
/// <param name="Kind">What it is, for example <c>net</c> or <c>gradient_boosting_classifier</c>.</param>
/// <param name="Version">The version of the kind's layout.</param>
/// <param name="Files">Where it lies in the zip, from the root, for example <c>churn/net.keras</c>.</param>
/// <param name="Parts">The parts it is made of, in order: the steps of a pipeline.</param>
public sealed record PartDescription(string Name, string Kind, int Version, IReadOnlyList<string> Files, IReadOnlyList<PartDescription> Parts);
