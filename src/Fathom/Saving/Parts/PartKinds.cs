using System.Collections;

namespace Fathom.Saving;

/// <summary>The kinds of parts a program reads and writes in <c>.fathom</c> files.</summary>
/// <example><code>
/// var kinds = new PartKinds([.. NetParts.Kinds, PartKind.Of&lt;Book&gt;("book", (book, writer) => …, reader => …)]);
/// </code></example>
public sealed class PartKinds : IReadOnlyCollection<PartKind>
{
    private readonly Dictionary<string, PartKind> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, PartKind> _byType = [];

    /// <summary>Collects kinds.</summary>
    /// <param name="kinds">The kinds, each with a name and a type of its own.</param>
    /// <exception cref="ArgumentException">Two have one name or one type.</exception>
    public PartKinds(IEnumerable<PartKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        foreach (PartKind kind in kinds)
            if (!_byName.TryAdd(kind.Name, kind) || !_byType.TryAdd(kind.Type, kind))
                throw new ArgumentException($"Two kinds of parts are named '{kind.Name}' or hold a {kind.Type.Name}. Give each type one kind.", nameof(kinds));
    }

    /// <inheritdoc/>
    public int Count => _byName.Count;

    /// <inheritdoc/>
    public IEnumerator<PartKind> GetEnumerator() => _byName.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The kind that writes an object: that of its type, or of the nearest type it derives from.</summary>
    internal PartKind Of(object part, string name)
    {
        for (Type? type = part.GetType(); type is not null; type = type.BaseType)
            if (_byType.TryGetValue(type, out PartKind? kind)) return kind;
        throw new ArgumentException($"'{name}' is a {part.GetType().Name}, which no kind of part writes. There are: {string.Join(", ", _byName.Keys)}. Use the kinds of the library that made it.", nameof(part));
    }

    /// <summary>The kind that reads a part, if it can make what is asked for.</summary>
    /// <exception cref="ModelFormatException">It is not known, too new, or something else.</exception>
    internal PartKind For(PartDescription part, Type wanted, string source)
    {
        if (!_byName.TryGetValue(part.Kind, out PartKind? kind))
            throw new ModelFormatException($"Part '{part.Name}' of '{source}' is a '{part.Kind}', which is not among the kinds it was opened with: {string.Join(", ", _byName.Keys)}. Open the file with the kinds of the library that wrote it.");
        if (!kind.CanBe(wanted)) throw new ModelFormatException($"Part '{part.Name}' of '{source}' is a {kind.Type.Name} ('{part.Kind}'), not a {wanted.Name}. Load it as what it is.");
        if (part.Version > kind.Version)
            throw new ModelFormatException($"Part '{part.Name}' of '{source}' is a '{part.Kind}' of version {part.Version}; this library reads up to {kind.Version}. Update Fathom.");
        return kind;
    }
}
