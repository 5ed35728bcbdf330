namespace Fathom.Saving;

/// <summary>How what a <c>.fathom</c> file holds was trained, as far as it is known: for people, and to train it again.</summary>
public sealed record TrainingDescription
{
    /// <summary>The data: where it is from, how many rows, of what time.</summary>
    public string? Data { get; init; }

    /// <summary>How it was split, for example <c>purged 5-fold, horizon 5, embargo 10</c>.</summary>
    public string? Split { get; init; }

    /// <summary>The seed.</summary>
    public int? Seed { get; init; }

    /// <summary>The versions of what trained it, by name; those of Fathom and .NET in this process unless given.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [".NET"] = Environment.Version.ToString(),
        ["Fathom"] = FathomVersion,
    };

    internal static string FathomVersion { get; } = typeof(TrainingDescription).Assembly.GetName().Version!.ToString(3);
}
