using System.Globalization;
using System.Numerics;

namespace Fathom.Saving;

/// <summary>The tensors in a pickle's containers, named by the keys that lead to them, and the numbers and texts beside them.</summary>
internal sealed class TorchContents
{
    private const int Deepest = 32, Most = 1_000_000, LongestName = 4096;

    private int _seen;

    public TorchContents(object? root) => Collect(root, "", 0);

    public List<NamedTensor> Tensors { get; } = [];

    public Dictionary<string, string> Texts { get; } = [];

    private void Collect(object? value, string name, int depth)
    {
        // A container may hold itself, or one many times over.
        if (name.Length > LongestName) throw new InvalidDataException($"a name has more than {LongestName} letters");
        if (depth > Deepest || ++_seen > Most) throw new InvalidDataException("its containers are nested without end");
        switch (value)
        {
            case TorchTensor tensor: Tensors.Add(tensor.Named(name.Length == 0 ? "tensor" : name)); break;
            case Dictionary<object, object?> entries:
                foreach ((object key, object? inner) in entries) Collect(inner, Join(name, string.Create(CultureInfo.InvariantCulture, $"{key}")), depth + 1);
                break;
            case IReadOnlyList<object?> items:
                for (int i = 0; i < items.Count; i++) Collect(items[i], Join(name, i.ToString(CultureInfo.InvariantCulture)), depth + 1);
                break;
            case string or bool or BigInteger or double: Texts[name] = string.Create(CultureInfo.InvariantCulture, $"{value}"); break;
        }
    }

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";
}
