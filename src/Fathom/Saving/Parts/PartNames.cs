namespace Fathom.Saving;

/// <summary>Names of parts and their files: they become paths in a zip that people unpack, so they hold nothing that means something to a file system.</summary>
internal static class PartNames
{
    private const int MaxLength = 100;

    /// <summary>Whether this is a name: ASCII letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, not first or last a dot, at most 100.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && name[^1] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    /// <summary>Whether this is a path of such names.</summary>
    public static bool IsValidPath(string path) => path.Split('/').All(IsValid);

    /// <summary>Checks a name that a caller gave.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void Check(string name, string parameter)
    {
        if (name is null || !IsValid(name))
            throw new ArgumentException($"'{name}' cannot be a name in a .fathom file: use up to {MaxLength} letters, digits, '_', '-' and '.', not a dot first or last.", parameter);
    }
}
