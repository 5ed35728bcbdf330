using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

public sealed class ArrayArchiveTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.checkpoint");

    public void Dispose() => File.Delete(_path);

    /// <summary>Chunks of a few bytes stand for those of 256 MB: numbers lie within one, at its end and across two.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Arrays_come_back_from_chunks_of_any_size(int chunk)
    {
        float[] one = [1, float.NaN, -3.5f], three = [];
        double[] two = [Math.PI, double.NegativeInfinity, -0.0, double.Epsilon];
        var archive = new ArrayArchive();
        archive.Write(_path, new JsonObject { ["one"] = archive.Add(one), ["two"] = archive.Add(two), ["three"] = archive.Add(three), ["four"] = archive.Add(one) });
        (JsonObject content, StoredArrays arrays) = ArrayArchive.Read(_path, chunk);
        Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), arrays.Floats(content["one"]).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(two.Select(BitConverter.DoubleToInt64Bits), arrays.Doubles(content["two"]).Select(BitConverter.DoubleToInt64Bits));
        Assert.Empty(arrays.Floats(content["three"]));
        Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), arrays.Floats(content["four"]).Select(BitConverter.SingleToInt32Bits));
        Assert.Throws<ArgumentException>(() => arrays.Floats(new JsonArray(JsonValue.Create(8L), JsonValue.Create(int.MaxValue))));
        Assert.Throws<ArgumentException>(() => arrays.Floats(new JsonArray(JsonValue.Create(-4L), JsonValue.Create(1))));
    }

    /// <summary>More than one array of bytes, and more than the plain zip format, can hold.</summary>
    [Fact]
    public void Five_gigabytes_come_back()
    {
        if (Environment.GetEnvironmentVariable("FATHOM_SLOW") != "1") Assert.Skip("Set FATHOM_SLOW=1 to write and read a file of 5 GB.");
        float[] values = new float[1 << 28];
        for (int i = 0; i < values.Length; i += 4099) values[i] = i;
        var archive = new ArrayArchive();
        var content = new JsonObject();
        for (int i = 0; i < 5; i++) content[$"{i}"] = archive.Add(values);
        archive.Write(_path, content);
        Assert.True(new FileInfo(_path).Length > 5L << 30);
        (JsonObject read, StoredArrays arrays) = ArrayArchive.Read(_path);
        for (int i = 0; i < 5; i++) Assert.True(values.AsSpan().SequenceEqual(arrays.Floats(read[$"{i}"])));
    }
}
