using PureHDF;
using PureHDF.VOL.Native;

namespace Fathom.Saving;

/// <summary>The HDF5 file inside a model file: a dataset per weight, in groups by layer.</summary>
internal static class WeightsFile
{
    // A model within a model adds three groups.
    private const int DeepestGroup = 64;

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
            ulong[] axes = [.. weight.Shape.Select(axis => (ulong)axis)];
            group[path[^1]] = weight.Count is long count ? new H5Dataset<long[]>([count], fileDims: axes) : new H5Dataset(weight.Values, fileDims: axes);
        }
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>Writes a file; it appears under its name only when it is complete.</summary>
    public static void Save(string path, IReadOnlyList<StoredWeight> weights) => AtomicFile.Write(path, stream => stream.Write(Write(weights)));

    public static IReadOnlyDictionary<string, StoredWeight> Read(Stream stream, string path)
    {
        var found = new Dictionary<string, StoredWeight>();
        try
        {
            HdfLinks.Refuse(stream, path);
            using NativeFile file = H5File.Open(stream);
            Collect(file, "", stream.Length, found);
        }
        catch (Exception e) when (e is not ModelFormatException)
        {
            throw new ModelFormatException($"The weights in '{path}' cannot be read ({e.Message}). The file is damaged: save the model again.", e);
        }
        return found;
    }

    private static void Collect(IH5Group group, string prefix, long length, Dictionary<string, StoredWeight> found)
    {
        if (prefix.Count(c => c == '/') > DeepestGroup) throw new ModelFormatException($"The groups of weights go deeper than '{prefix}'. The file is damaged: save the model again.");
        foreach (IH5Object child in group.Children())
        {
            string path = prefix.Length == 0 ? child.Name : $"{prefix}/{child.Name}";
            if (child is IH5Group inner) Collect(inner, path, length, found);
            else if (child is IH5Dataset dataset)
            {
                int[] shape = [.. dataset.Space.Dimensions.Select(axis => checked((int)axis))];
                // Weights are stored as they are, so a dataset is no larger than its file.
                if (shape.Aggregate((double)dataset.Type.Size, (bytes, axis) => bytes * axis) > length)
                    throw new ModelFormatException($"The dataset '{path}' declares {string.Join(" x ", shape)} values, more than its file of {length} bytes can hold. The file is damaged.");
                if (dataset.Type.Class == H5DataTypeClass.FixedPoint)
                {
                    long[] numbers = WholeNumbers(dataset, shape.Length == 0);
                    found.Add(path, new StoredWeight(path, shape, Array.ConvertAll(numbers, number => (float)number)) { Count = shape.Length == 0 ? numbers[0] : null });
                }
                else found.Add(path, new StoredWeight(path, shape, shape.Length == 0 ? [dataset.Read<float>()] : dataset.Read<float[]>()));
            }
        }
    }

    // Keras keeps the states of random generators as unsigned, counts as signed numbers of 32 bits, steps of optimizers as 64.
    private static long[] WholeNumbers(IH5Dataset dataset, bool scalar) => (dataset.Type.Size, dataset.Type.FixedPoint.IsSigned) switch
    {
        (8, _) => scalar ? [dataset.Read<long>()] : dataset.Read<long[]>(),
        (4, true) => scalar ? [dataset.Read<int>()] : Array.ConvertAll(dataset.Read<int[]>(), number => (long)number),
        (4, false) => scalar ? [dataset.Read<uint>()] : Array.ConvertAll(dataset.Read<uint[]>(), number => (long)number),
        (var size, _) => throw new ModelFormatException($"The weights hold whole numbers of {8 * size} bits, which are not known here. Keras writes 32 or 64."),
    };
}
