namespace Fathom.Cli;

/// <summary>A command line as it can be typed again.</summary>
internal static class CommandText
{
    /// <summary>The command line of the tool with these arguments, quoted for a POSIX shell where need be.</summary>
    /// <param name="arguments">The arguments.</param>
    public static string Of(IEnumerable<string> arguments) => string.Join(' ', ["fathom", .. arguments.Select(Quote)]);

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(sign => char.IsLetterOrDigit(sign) || "-_./,:=+@%\\".Contains(sign))
        ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
