namespace Fathom.Forecasting;

/// <summary>All that is needed to repeat a run.</summary>
public sealed record RunManifest
{
    /// <summary>Where the data came from, such as "embedded: SPY daily bars (LEAN), VIX" or a file name.</summary>
    public required string Source { get; init; }

    /// <summary>SHA-256 of the series as used (times and every column, before repairs), in lower-case hexadecimal.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>Rows of the series.</summary>
    public required int Rows { get; init; }

    /// <summary>Time of the first row.</summary>
    public required DateTime FirstTime { get; init; }

    /// <summary>Time of the last row.</summary>
    public required DateTime LastTime { get; init; }

    /// <summary>The split in words, such as "walk-forward, 5 folds, expanding, purged, embargo 5".</summary>
    public required string Split { get; init; }

    /// <summary>Seeds of the stochastic models.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Workers that fitted models side by side. The results do not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>Names and versions: Fathom, .NET, operating system, libraries.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The command or call that repeats the run, as the caller gave it; null where it gave none.</summary>
    public required string? Command { get; init; }

    /// <summary>When the run started, in UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>How long the run took.</summary>
    public required TimeSpan Duration { get; init; }
}
