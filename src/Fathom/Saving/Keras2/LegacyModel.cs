using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>A model of Keras 2 or TensorFlow.js.</summary>
/// <param name="Description">The architecture, as Keras 3 would write it.</param>
/// <param name="Groups">The weights by layer.</param>
/// <param name="Training">What it was compiled with, where the file says.</param>
internal sealed record LegacyModel(JsonObject Description, IReadOnlyList<LegacyGroup> Groups, LegacyTraining? Training)
{
    // HDF5's.
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads a file or folder; none where it is neither an HDF5 file nor a <c>model.json</c>.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or holds what is not known here.</exception>
    public static LegacyModel? Read(string path)
    {
        if (Directory.Exists(path) && File.Exists(Path.Combine(path, LayersModelFolder.FileName))) return LayersModelFolder.Read(Path.Combine(path, LayersModelFolder.FileName));
        if (!File.Exists(path)) return null;
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return LayersModelFolder.Read(path);
        Span<byte> start = stackalloc byte[8];
        using (FileStream file = File.OpenRead(path))
            if (file.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8) return null;
        return start.SequenceEqual(Signature) ? LegacyHdf5.Read(path) : null;
    }
}
