using PureHDF;
using PureHDF.VOL.Native;

namespace Fathom.Saving;

/// <summary>The HDF5 file inside a model file: a dataset per weight, in groups by layer.</summary>
internal static class WeightsFile
{
    // A model within a model adds three groups.
    private const int DeepestGroup = 64;

    /// <summary>Writes weights from the beginning of the file to its end, straight from where they are.</summary>
    /// <param name="output">Where to; it need not be one that can go back.</param>
    /// <param name="groups">The groups that there are, also where nothing lies in them.</param>
    /// <param name="weights">The weights in single precision, and counters as whole numbers; a name is the place in the file, <c>layers/dense/vars/0</c>.</param>
    /// <exception cref="NotSupportedException">A weight takes more than 2 GiB.</exception>
    public static void Write(Stream output, IReadOnlyList<StoredGroup> groups, IReadOnlyList<NamedTensor> weights)
    {
        if (weights.FirstOrDefault(weight => weight.ByteCount > int.MaxValue) is NamedTensor large)
            throw new NotSupportedException($"The weight '{large.Name}' takes {large.ByteCount} bytes, more than the 2 GiB that one weight of a Keras file may have here. Write it as safetensors.");
        var file = new H5File();
        foreach (StoredGroup group in groups) At(file, group.Path).Attributes["name"] = group.Name;
        var places = new List<H5Dataset>(weights.Count);
        foreach (NamedTensor weight in weights)
        {
            int slash = weight.Name.LastIndexOf('/');
            H5Group group = At(file, weight.Name[..slash]);
            ulong[] axes = [.. weight.Shape.ToArray().Select(axis => (ulong)axis)];
            H5Dataset place = weight.Type == ElementType.Int64 ? new H5Dataset<Memory<long>>(axes) : new H5Dataset<Memory<float>>(axes);
            group[weight.Name[(slash + 1)..]] = place;
            places.Add(place);
        }
        using var layout = new HdfLayout();
        // As Keras's: values apart from the structure, however few.
        using (H5NativeWriter writer = file.BeginWrite(layout, new H5WriteOptions(PreferCompactDatasetLayout: false)))
        {
            // The layout asks how many values there are, not which.
            Memory<float> numbers = Unread<float>(weights, ElementType.Float32);
            Memory<long> counts = Unread<long>(weights, ElementType.Int64);
            foreach ((NamedTensor weight, H5Dataset place) in weights.Zip(places))
            {
                layout.Placed = weight;
                if (place is H5Dataset<Memory<long>> counter) writer.Write(counter, counts[..weight.Size]);
                else writer.Write((H5Dataset<Memory<float>>)place, numbers[..weight.Size]);
                layout.Placed = null;
            }
        }
        layout.HandOn(output);
    }

    /// <summary>Writes a file; it appears under its name only when it is complete.</summary>
    public static void Save(string path, IReadOnlyList<StoredGroup> groups, IReadOnlyList<NamedTensor> weights) => AtomicFile.Write(path, stream => Write(stream, groups, weights));

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

    private static H5Group At(H5Group group, string path)
    {
        foreach (string name in path.Split('/'))
        {
            if (!group.TryGetValue(name, out object? inner)) group[name] = inner = new H5Group();
            group = (H5Group)inner;
        }
        return group;
    }

    private static Memory<T> Unread<T>(IReadOnlyList<NamedTensor> weights, ElementType type) => GC.AllocateUninitializedArray<T>(weights.Where(weight => weight.Type == type).Select(weight => weight.Size).DefaultIfEmpty().Max());

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
                    found.Add(path, new StoredWeight(path, shape, Array.ConvertAll(numbers, number => (float)number)) { Count = shape.Length == 0 ? numbers[0] : null }.Complete());
                }
                else found.Add(path, new StoredWeight(path, shape, shape.Length == 0 ? [dataset.Read<float>()] : dataset.Read<float[]>()).Complete());
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
