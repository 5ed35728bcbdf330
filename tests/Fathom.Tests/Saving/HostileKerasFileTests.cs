using System.IO.Compression;
using System.Text;
using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Tests.Saving;

/// <summary>Files that are damaged or mean harm end in an error of our own, soon, with nothing executed or written.</summary>
public class HostileKerasFileTests
{
    private static readonly Lazy<byte[]> Good = new(() =>
    {
        var net = new Sequential { new Input(6, 3), new LSTM(4), new Dense(2, Activation.Relu), new Dense(1) };
        net.Compile(new Adam(), Loss.MeanSquaredError, [Metric.MeanAbsoluteError]);
        string path = Temporary();
        net.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    });

    [Fact]
    public void A_truncated_file_is_refused()
    {
        for (int length = 0; length < Good.Value.Length; length += 97) Refused(Good.Value[..length]);
    }

    /// <summary>The zip's checksums are compared, so that no byte of a weight or of the configuration changes unnoticed.</summary>
    [Fact]
    public void A_flipped_byte_is_noticed()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        byte[] file = Pack(config, weights);
        foreach (byte[] part in (byte[][])[config, weights])
        {
            int start = file.AsSpan().IndexOf(part);
            for (int at = start; at < start + part.Length; at += 41)
            {
                byte[] changed = [.. file];
                changed[at] ^= 4;
                Assert.Contains("has not the checksum", Refused(changed), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void More_weights_than_the_file_holds_are_refused_before_they_are_made()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        string text = Encoding.UTF8.GetString(config);
        Assert.Contains("more than the file holds", Refused(Pack(Encoding.UTF8.GetBytes(text.Replace("\"units\":2", "\"units\":2000000000", StringComparison.Ordinal)), weights)), StringComparison.Ordinal);
        Assert.Contains("more than the file holds", Refused(Pack(Encoding.UTF8.GetBytes(text.Replace("\"units\":4", "\"units\":100000", StringComparison.Ordinal)), weights)), StringComparison.Ordinal);
    }

    /// <summary>The library follows links by name, and one that leads to itself without end: they are refused wherever the format keeps them.</summary>
    [Fact]
    public void Links_by_name_are_refused()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        byte[] link = [6, 0, 24, 0, 0, 0, 0, 0, 1, 8, 1, 4, (byte)'s', (byte)'e', (byte)'l', (byte)'f'];
        byte[] entry = [.. "SNOD\u0001\0"u8, 1, 0, .. new byte[16], 2, 0, 0, 0, .. new byte[20]];
        byte[] header = [.. "OHDR\u0002"u8, 0, 32, 6, 16, 0, 0, 1, 8, 1, .. new byte[20]];
        foreach (byte[] hidden in (byte[][])[link, entry, header])
            Assert.Contains("links by name", Refused(Pack(config, [.. weights, .. new byte[1_200_000], .. hidden, .. new byte[64]])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_place_in_the_weights_is_named()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        string text = Encoding.UTF8.GetString(config).Replace("\"class_name\":\"LSTM\"", "\"class_name\":\"GRU\"", StringComparison.Ordinal);
        Assert.Contains("layers/gru/cell/vars/0", Refused(Pack(Encoding.UTF8.GetBytes(text), weights)), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_lead_out_of_the_archive_write_nothing()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        string marker = $"fathom-{Guid.NewGuid():N}";
        Assert.IsType<Sequential>(Read(Pack(config, weights, ($"../../../../../../tmp/{marker}", [1, 2, 3])))); // What is not asked for is never unpacked.
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), marker)));
    }

    [Fact]
    public void Python_code_in_a_Lambda_is_refused()
    {
        (byte[] config, byte[] weights) = Unpack(Good.Value);
        const string Lambda = """
            {"module":"keras.layers","class_name":"Lambda","config":{"name":"lambda","trainable":true,"function":{"class_name":"__lambda__","config":{"code":"4wEAAAAAAAAAAAAAAAIAAAADAAAA8wwAAACXAHwAZAF6BQAAUwApAk7pAgAAAKkAKQHaAXhzAQAAACD6Cy90bXAvbGFtLnB5+gg8bGFtYmRhPg==","defaults":null,"closure":null}},"arguments":{}},"registered_name":null},
            """;
        string text = Encoding.UTF8.GetString(config).Replace("\"layers\":[", "\"layers\":[" + Lambda, StringComparison.Ordinal);
        string message = Refused(Pack(Encoding.UTF8.GetBytes(text), weights));
        Assert.Contains("Lambda", message, StringComparison.Ordinal);
        Assert.Contains("Register", message, StringComparison.Ordinal);
    }

    private static string Refused(byte[] bytes)
    {
        string path = Temporary();
        File.WriteAllBytes(path, bytes);
        try
        {
            return Assert.Throws<ModelFormatException>(() => Model.Load(path, "cpu")).Message;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Model? Read(byte[] bytes)
    {
        string path = Temporary();
        File.WriteAllBytes(path, bytes);
        try
        {
            return Model.Load(path, "cpu");
        }
        catch (ModelFormatException)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (byte[] Config, byte[] Weights) Unpack(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return (Entry("config.json"), Entry("model.weights.h5"));

        byte[] Entry(string name)
        {
            using var bytes = new MemoryStream();
            using (Stream stream = zip.GetEntry(name)!.Open()) stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    private static byte[] Pack(byte[] config, byte[] weights, params (string Name, byte[] Content)[] more)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach ((string name, byte[] content) in new[] { ("config.json", config), ("model.weights.h5", weights) }.Concat(more))
                using (Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open())
                    stream.Write(content);
        return file.ToArray();
    }

    private static string Temporary() => Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
}
