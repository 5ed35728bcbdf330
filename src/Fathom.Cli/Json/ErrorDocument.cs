namespace Fathom.Cli.Json;

/// <summary>A complaint for machines.</summary>
/// <param name="What">What happened.</param>
/// <param name="Where">Where; null where the first part says it.</param>
/// <param name="Mend">How to mend it.</param>
internal sealed record ErrorDocument(string What, string? Where, string Mend);
