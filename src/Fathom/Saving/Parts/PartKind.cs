namespace Fathom.Saving;

/// <summary>
/// A kind of thing that a <c>.fathom</c> file can hold: what files call it, and how it is written and read. It is named in code, so that a file can ask for nothing
/// that the program does not offer.
/// </summary>
public sealed class PartKind
{
    private readonly Action<object, PartWriter> _write;
    private readonly Func<PartReader, object> _read;

    private PartKind(string name, int version, Type type, Action<object, PartWriter> write, Func<PartReader, object> read)
    {
        (Name, Version, Type) = (name, version, type);
        (_write, _read) = (write, read);
    }

    /// <summary>What files call it.</summary>
    public string Name { get; }

    /// <summary>The version of the layout it is written in; older ones are read.</summary>
    public int Version { get; }

    /// <summary>The type of its objects.</summary>
    public Type Type { get; }

    /// <summary>Describes a kind.</summary>
    /// <typeparam name="T">The type of its objects; derived types are written as this one unless they have a kind of their own.</typeparam>
    /// <param name="name">What files call it: lower case letters, digits and underscores.</param>
    /// <param name="write">Writes one.</param>
    /// <param name="read">Reads one. Whatever it throws over what the file says ends as a <see cref="ModelFormatException"/> that names the part.</param>
    /// <param name="version">The version of the layout, from 1; raise it when the layout changes.</param>
    /// <returns>The kind.</returns>
    /// <exception cref="ArgumentException">The name has other characters, or the version is below 1.</exception>
    public static PartKind Of<T>(string name, Action<T, PartWriter> write, Func<PartReader, T> read, int version = 1) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (!name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
            throw new ArgumentException($"'{name}' cannot name a kind of part: use lower case letters, digits and underscores.", nameof(name));
        return new PartKind(name, version, typeof(T), (part, writer) => write((T)part, writer), read);
    }

    /// <summary>The name.</summary>
    /// <returns>As files have it.</returns>
    public override string ToString() => Name;

    /// <summary>Whether what it reads is, or can turn out to be, of a type.</summary>
    internal bool CanBe(Type wanted) => wanted.IsAssignableFrom(Type) || Type.IsAssignableFrom(wanted);

    internal void Write(object part, PartWriter writer) => _write(part, writer);

    internal object Read(PartReader reader) => _read(reader);
}
