namespace Fathom.Cli.Forecasts;

/// <summary>The tasks by name, and which are done where none is named.</summary>
internal static class TaskNames
{
    public static readonly IReadOnlyList<string> All = ["return", "volatility", "level"];

    public static readonly IReadOnlyList<string> OfSpy = ["return", "volatility"];

    public static readonly IReadOnlyList<string> OfFile = ["return"];
}
