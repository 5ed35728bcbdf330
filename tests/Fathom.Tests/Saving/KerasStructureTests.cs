using System.IO.Compression;
using System.Text.Json.Nodes;
using Fathom.Models;
using Fathom.Tests.Fixtures;
using PureHDF;
using PureHDF.VOL.Native;

namespace Fathom.Tests.Saving;

/// <summary>
/// What Fathom writes of a model that Keras saved has the structure of Keras's own file, as h5py lists it (tools/oracles/keras_structure.py): the same entries in the zip,
/// the same arrays at the same places in the same order, of the same shapes and types, the same groups.
/// </summary>
public class KerasStructureTests
{
    private static readonly JsonObject Cases = Fixture.Read("keras_structure.json")["cases"]!.AsObject();

    public static TheoryData<string> Names => [.. Cases.Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void As_Keras_lays_it_out(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            Model.Load(Path.Combine(AppContext.BaseDirectory, "Fixtures", "keras", name + ".keras"), "cpu").Save(path);
            using ZipArchive zip = ZipFile.OpenRead(path);
            Assert.Equal(Cases[name]!["entries"]!.AsArray().Select(entry => (string)entry!), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
            using var weights = new MemoryStream();
            using (Stream entry = zip.GetEntry("model.weights.h5")!.Open()) entry.CopyTo(weights);
            weights.Position = 0;
            using NativeFile file = H5File.Open(weights);
            string[] wanted = [.. Cases[name]!["weights"]!.AsArray().Select(item => item!.AsArray()).Select(item => item.Count == 1
                ? (string)item[0]!
                : $"{(string)item[0]!} ({string.Join(", ", item[1]!.AsArray().Select(axis => (int)axis!))}) {(string)item[2]!}")];
            // Layers that a layer of Keras keeps within itself for what has no weights, dropout and softmax of attention, have empty groups there.
            wanted = [.. wanted.Where(item => !item.Contains("/_dropout_layer", StringComparison.Ordinal) && !item.Contains("/_softmax", StringComparison.Ordinal))];
            Assert.Equal(wanted, Listed(file, "").OrderBy(item => item.Split(' ')[0], StringComparer.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<string> Listed(IH5Group group, string prefix)
    {
        foreach (IH5Object child in group.Children())
            if (child is IH5Dataset dataset)
                yield return $"{prefix}{child.Name} ({string.Join(", ", dataset.Space.Dimensions)}) {(dataset.Type is { Class: H5DataTypeClass.FloatingPoint, Size: 4 } ? "f" : dataset.Type.Class == H5DataTypeClass.FixedPoint ? "i" : "?")}";
            else
            {
                yield return prefix + child.Name;
                if (child.Name == "vars") Assert.NotEmpty(child.Attribute("name").Read<string>());
                foreach (string inner in Listed((IH5Group)child, $"{prefix}{child.Name}/")) yield return inner;
            }
    }
}
