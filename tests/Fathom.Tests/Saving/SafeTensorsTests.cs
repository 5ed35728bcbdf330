using System.Buffers.Binary;
using System.Text;
using Fathom.Foreign;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>safetensors: files made byte by byte as the format's description says are read, ours are as described, and broken headers are refused.</summary>
public sealed class SafeTensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_type_is_read()
    {
        // 1.5 and -2 (1 and 254 where there are no fractions or signs), as IEEE 754 and two's complement have them.
        string file = Made("""
            {"__metadata__":{"format":"pt"},
             "f64":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"f32":{"dtype":"F32","shape":[2,1],"data_offsets":[16,24]},
             "i64":{"dtype":"I64","shape":[],"data_offsets":[24,32]},"i32":{"dtype":"I32","shape":[1],"data_offsets":[32,36]},
             "f16":{"dtype":"F16","shape":[2],"data_offsets":[36,40]},"bf16":{"dtype":"BF16","shape":[1,2],"data_offsets":[40,44]},
             "i16":{"dtype":"I16","shape":[1],"data_offsets":[44,46]},"i8":{"dtype":"I8","shape":[1],"data_offsets":[46,47]},
             "u8":{"dtype":"U8","shape":[1],"data_offsets":[47,48]},"bool":{"dtype":"BOOL","shape":[2],"data_offsets":[48,50]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[50,50]}}
            """,
            Convert.FromHexString("000000000000F83F" + "00000000000000C0" + "0000C03F" + "000000C0" + "FEFFFFFFFFFFFFFF" + "FEFFFFFF" + "003E" + "00C0" + "C03F" + "00C0" + "FEFF" + "FE" + "FE" + "0001"));
        using NamedTensors tensors = SafeTensors.Read(file);
        Assert.Equal("pt", tensors.Metadata["format"]);
        foreach (string name in new[] { "f64", "f32", "f16", "bf16" }) Assert.Equal([1.5f, -2f], tensors[name].ToArray<float>());
        foreach (string name in new[] { "i64", "i32", "i16", "i8" }) Assert.Equal([-2], tensors[name].ToArray<int>());
        Assert.Equal([254], tensors["u8"].ToArray<int>());
        Assert.Equal([0f, 1f], tensors["bool"].ToArray<float>());
        Assert.Empty(tensors["none"].ToArray<float>());
        Assert.Equal((0, 1, 11), (tensors["i64"].Shape.Length, tensors["i64"].Size, tensors.Count));
    }

    [Fact]
    public void Written_files_are_as_the_format_describes()
    {
        string file = Path.Combine(_folder, "own.safetensors");
        NamedTensor[] own = [NamedTensor.From("b", [1, 2, 3, 4, 5, 6], [2, 3]), NamedTensor.From("a", [1 + 1 / 256f, 1 + 3 / 256f, float.NaN], [3], ElementType.BFloat16), NamedTensor.From("c", [0.1f], [], ElementType.Float64)];
        SafeTensors.Write(file, own, new Dictionary<string, string> { ["note"] = "µ" });
        byte[] bytes = File.ReadAllBytes(file);
        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.StartsWith("""{"__metadata__":{"note":"\u00B5"},"c":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"a":""",
            Encoding.UTF8.GetString(bytes, 8, (int)length), StringComparison.Ordinal);
        Assert.Equal(8 + length + 38, bytes.Length);
        using NamedTensors read = SafeTensors.Read(file);
        Assert.Equal("µ", read.Metadata["note"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], read["b"].ToArray<float>());
        // To the nearest of bfloat16's eight bits, from halfway to the even one.
        Assert.Equal([1, 1 + 4 / 256f, float.NaN], read["a"].ToArray<float>());
        Assert.Equal((double)0.1f, read["c"].ToArray<double>()[0]);
    }

    [Fact]
    public void A_model_goes_through_files_in_parts()
    {
        Seeds.Set(4);
        static Sequential Make() => new("net") { new Input(6, 5), new LSTM(4), new Dense(30), new Dense(2) { Name = "out" } };
        Sequential model = Make(), other = Make();
        SafeTensors.WriteSharded(_folder, model.ToNamedTensors(), 500);
        Assert.Equal(["model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors", "model-00003-of-00004.safetensors", "model-00004-of-00004.safetensors", "model.safetensors.index.json"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        using NamedTensors tensors = SafeTensors.Read(_folder);
        Assert.Equal((4 * model.ParameterCount).ToString(System.Globalization.CultureInfo.InvariantCulture), tensors.Metadata["total_size"]);
        WeightLoadReport report = other.LoadForeign(tensors, WeightMapping.Keras);
        Assert.True(report.IsComplete);
        Assert.Equal(model.GetWeights(), other.GetWeights());
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", "leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "bytes 0 to 16 of 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}}""", "needs 16 bytes but has 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "4 bytes of the data belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2500000000],"data_offsets":[0,12]}}""", "more than one array can hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-3],"data_offsets":[0,12]}}""", "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[-4,8]}}""", "data_offsets (-4, 8)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,99999999999999999999]}}""", "lacks a dtype, a shape")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[3],"data_offsets":[0,12]}}""", "has the type Q4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3]}}""", "lacks a dtype, a shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "header is not valid")]
    [InlineData("[1]", "header is not valid")]
    [InlineData("{\"a\":", "header is not valid")]
    public void A_hostile_header_is_refused(string header, string message) =>
        Assert.Contains(message, Assert.Throws<ModelFormatException>(() => SafeTensors.Read(Made(header, new byte[12]))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        string file = Path.Combine(_folder, "long.safetensors");
        foreach (byte[] bytes in new byte[][] { [1, 2, 3], [255, 255, 255, 255, 255, 255, 255, 255, 1], [64, 0, 0, 0, 0, 0, 0, 0, 1], [] })
        {
            File.WriteAllBytes(file, bytes);
            Assert.Contains("no valid safetensors file", Assert.Throws<ModelFormatException>(() => SafeTensors.Read(file)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_index_that_leads_out_of_its_folder_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "model.safetensors.index.json"), """{"weight_map":{"a":"../other.safetensors"}}""");
        Assert.Contains("leads out of its folder", Assert.Throws<ModelFormatException>(() => SafeTensors.Read(_folder)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "model.safetensors.index.json"), """{"weight":3}""");
        Assert.Contains("no index", Assert.Throws<ModelFormatException>(() => SafeTensors.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_headers_end_with_an_exception_of_our_own()
    {
        byte[] whole = Encoding.UTF8.GetBytes("""{"__metadata__":{"x":"y"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"I8","shape":[4],"data_offsets":[8,12]}}""");
        var random = new Random(4);
        var data = new MemoryStorage(new byte[12]);
        for (int i = 0; i < 20000; i++)
        {
            byte[] bytes = i % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(i % 2 == 0 ? 256 : 128);
            try
            {
                foreach (NamedTensor tensor in SafeTensorsHeader.Read(bytes, data, "x").Tensors) _ = tensor.ToArray<float>();
            }
            catch (ModelFormatException) { }
        }
    }

    private string Made(string header, byte[] data)
    {
        string file = Path.Combine(_folder, "made.safetensors");
        byte[] text = Encoding.UTF8.GetBytes(header), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(file, [.. length, .. text, .. data]);
        return file;
    }
}
