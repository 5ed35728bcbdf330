using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fathom.Saving;

/// <summary>
/// The arrays of a file of weights, in the file's order, with what the file says about itself. Dispose it to close the file: tensors not read by then cannot be
/// read any more.
/// </summary>
public sealed class NamedTensors : IReadOnlyList<NamedTensor>, IDisposable
{
    private readonly NamedTensor[] _tensors;
    private readonly Dictionary<string, NamedTensor> _byName = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<IDisposable> _files;

    internal NamedTensors(string source, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata, params IReadOnlyList<IDisposable> files)
    {
        Source = source;
        _tensors = [.. tensors];
        Metadata = metadata;
        _files = files;
        foreach (NamedTensor tensor in _tensors)
            if (!_byName.TryAdd(tensor.Name, tensor))
                throw new ModelFormatException($"'{source}' holds two tensors named '{tensor.Name}'. Give each a name of its own.");
    }

    /// <summary>The file or folder they come from.</summary>
    public string Source { get; }

    /// <summary>What the file says besides: texts of a safetensors file, numbers and texts beside the tensors of a PyTorch file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <inheritdoc/>
    public NamedTensor this[int index] => _tensors[index];

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public NamedTensor this[string name] => _byName.TryGetValue(name, out NamedTensor? tensor)
        ? tensor
        : throw new ArgumentException($"'{Source}' holds no tensor '{name}'. It holds: {string.Join(", ", _tensors.Take(20).Select(known => known.Name))}{(_tensors.Length > 20 ? " …" : "")}.", nameof(name));

    /// <summary>Looks for the tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out NamedTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <inheritdoc/>
    public IEnumerator<NamedTensor> GetEnumerator() => _tensors.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (IDisposable file in _files) file.Dispose();
    }
}
