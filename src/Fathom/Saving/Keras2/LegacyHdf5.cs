using System.Globalization;
using System.Text.Json.Nodes;
using PureHDF;
using PureHDF.VOL.Native;

namespace Fathom.Saving;

/// <summary>
/// The whole-model file of Keras 2 (<c>model.save("model.h5")</c>): an HDF5 file with the architecture as JSON in the attribute <c>model_config</c> and a group
/// <c>model_weights</c> of a group per layer; attributes <c>layer_names</c> and <c>weight_names</c> give the order (tf.keras 2, saving/hdf5_format.py).
/// </summary>
internal static class LegacyHdf5
{
    public static LegacyModel Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            HdfLinks.Refuse(stream, path);
            using NativeFile file = H5File.Open(stream);
            long most = stream.Length;
            if (!file.AttributeExists("model_config"))
                throw new ModelFormatException($"'{path}' holds no architecture: it was saved as weights alone. Save the whole model in Keras with model.save, or build the model here and save its weights as {{name}}.weights.h5.");
            var config = JsonNode.Parse(Within(file.Attribute("model_config"), most).Read<string>()) as JsonObject ?? throw new ModelFormatException($"The architecture in '{path}' is no JSON object.");
            string version = file.AttributeExists("keras_version") ? Within(file.Attribute("keras_version"), most).Read<string>() : "2";
            IH5Group root = file.Group("model_weights");
            LegacyGroup[] groups = [.. Names(root, "layer_names", most).Select(layer =>
            {
                IH5Group group = root.Group(layer);
                return new LegacyGroup(layer, [.. Names(group, "weight_names", most).Select(weight => Weight(group.Dataset(weight), $"{layer}/{weight}", most))]);
            })];
            bool isKeras3 = version.StartsWith('3');
            return new LegacyModel(isKeras3 ? config : LegacyConfig.Convert(config), groups, Training(file, isKeras3, most));
        }
        // What the HDF5 reader throws for a damaged file has no type of its own.
        catch (Exception e) when (e is not ModelFormatException)
        {
            throw new ModelFormatException($"'{path}' is damaged or no model of Keras ({e.Message.TrimEnd('.')}). Save the model again, or download it again.", e);
        }
    }

    private static LegacyTraining? Training(NativeFile file, bool isKeras3, long most)
    {
        if (!file.AttributeExists("training_config") || JsonNode.Parse(Within(file.Attribute("training_config"), most).Read<string>()) is not JsonObject described) return null;
        IH5Group? state = file.LinkExists("optimizer_weights") ? file.Group("optimizer_weights") : null;
        return new LegacyTraining(LegacyTrainingConfig.Convert(described), state is null ? [] : [.. Names(state, "weight_names", most).Select(name => Weight(state.Dataset(name), name, most))], isKeras3);
    }

    // Lists that are too long for one attribute are cut into numbered ones.
    private static IEnumerable<string> Names(IH5Group group, string name, long most)
    {
        if (group.AttributeExists(name)) return Texts(group.Attribute(name), most);
        return Enumerable.Range(0, int.MaxValue).Select(i => $"{name}{i.ToString(CultureInfo.InvariantCulture)}").TakeWhile(group.AttributeExists).SelectMany(part => Texts(group.Attribute(part), most));
    }

    // An empty list is written as one of numbers.
    private static string[] Texts(IH5Attribute attribute, long most) => attribute.Space.Dimensions.Contains(0UL) ? [] : Within(attribute, most).Read<string[]>();

    // The library makes room for as many texts as are declared.
    private static IH5Attribute Within(IH5Attribute attribute, long most) => attribute.Space.Dimensions.Aggregate((double)attribute.Type.Size, (bytes, axis) => bytes * axis) <= most
        ? attribute
        : throw new ModelFormatException($"The list '{attribute.Name}' declares {string.Join(" x ", attribute.Space.Dimensions)} texts, more than its file of {most} bytes can hold. The file is damaged.");

    private static StoredWeight Weight(IH5Dataset dataset, string path, long most)
    {
        int[] shape = [.. dataset.Space.Dimensions.Select(axis => checked((int)axis))];
        long bytes = shape.Aggregate((long)dataset.Type.Size, (product, axis) => checked(product * axis));
        if (bytes > most) throw new ModelFormatException($"The weight '{path}' of shape ({string.Join(", ", shape)}) needs {bytes} bytes, more than its file has. The file is damaged or was compressed: save it again.");
        float[] values = (dataset.Type.Class, dataset.Type.Size, shape.Length) switch
        {
            (H5DataTypeClass.FloatingPoint, 4, 0) => [dataset.Read<float>()],
            (H5DataTypeClass.FloatingPoint, 4, _) => dataset.Read<float[]>(),
            (H5DataTypeClass.FloatingPoint, 8, 0) => [(float)dataset.Read<double>()],
            (H5DataTypeClass.FloatingPoint, 8, _) => Array.ConvertAll(dataset.Read<double[]>(), value => (float)value),
            (H5DataTypeClass.FixedPoint, 4 or 8, 0) => [Counter(dataset)],
            _ => throw new ModelFormatException($"The weight '{path}' is of a type that is not known here ({dataset.Type.Class}, {dataset.Type.Size} bytes). Save the model in single precision."),
        };
        return new StoredWeight(path, shape, values) { Count = dataset.Type.Class == H5DataTypeClass.FixedPoint ? Counter(dataset) : null }.Complete();
    }

    private static long Counter(IH5Dataset dataset) => dataset.Type.Size == 8 ? dataset.Read<long>() : dataset.Read<int>();
}
