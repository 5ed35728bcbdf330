using PureHDF;
using PureHDF.VOL.Native;

namespace Fathom.Saving;

/// <summary>The HDF5 file inside a model file: a dataset per weight, in groups by layer.</summary>
internal static class WeightsFile
{
    public static byte[] Write(IReadOnlyList<StoredWeight> weights)
    {
        var file = new H5File();
        foreach (StoredWeight weight in weights)
        {
            string[] path = weight.Path.Split('/');
            H5Group group = file;
            foreach (string name in path[..^1])
            {
                if (!group.TryGetValue(name, out object? inner)) group[name] = inner = new H5Group();
                group = (H5Group)inner;
            }
            group[path[^1]] = new H5Dataset(weight.Values, fileDims: [.. weight.Shape.Select(axis => (ulong)axis)]);
        }
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    public static IReadOnlyDictionary<string, StoredWeight> Read(Stream stream, string path)
    {
        var found = new Dictionary<string, StoredWeight>();
        try
        {
            using NativeFile file = H5File.Open(stream);
            Collect(file, "", found);
        }
        catch (Exception e) when (e is not ModelFormatException)
        {
            throw new ModelFormatException($"The weights in '{path}' cannot be read ({e.Message}). The file is damaged: save the model again.", e);
        }
        return found;
    }

    private static void Collect(IH5Group group, string prefix, Dictionary<string, StoredWeight> found)
    {
        foreach (IH5Object child in group.Children())
        {
            string path = prefix.Length == 0 ? child.Name : $"{prefix}/{child.Name}";
            if (child is IH5Group inner) Collect(inner, path, found);
            else if (child is IH5Dataset dataset)
            {
                int[] shape = [.. dataset.Space.Dimensions.Select(axis => checked((int)axis))];
                found.Add(path, new StoredWeight(path, shape, shape.Length == 0 ? [dataset.Read<float>()] : dataset.Read<float[]>()));
            }
        }
    }
}
