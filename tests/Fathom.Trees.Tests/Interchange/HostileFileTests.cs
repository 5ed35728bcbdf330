using System.Globalization;
using System.Text;
using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Interchange;

public class HostileFileTests
{
    /// <summary>Damaged copies per file; FATHOM_FUZZ sets another number for all files together.</summary>
    private const int Copies = 60;

    private static readonly string[] Files =
    [
        "xgboost_categories.json", "xgboost_categories.ubj", "xgboost_dart.json", "xgboost_dart.ubj", "xgboost_softmax.ubj",
        "lightgbm_categories.txt", "lightgbm_softmax.txt", "lightgbm_zero_as_missing.txt", "lightgbm_linear.txt",
    ];

    [Fact]
    public void Damaged_files_are_refused_or_read()
    {
        int copies = Environment.GetEnvironmentVariable("FATHOM_FUZZ") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) / Files.Length : Copies;
        foreach (string file in Files)
        {
            byte[] sound = File.ReadAllBytes(PeerFixture.PathOf(file));
            for (int copy = 0; copy < copies; copy++)
                AssertOrderly(file, Damaged(sound, new Random(copy)), copy);
        }
    }

    [Theory]
    [InlineData("{\"learner\":"), InlineData("[]"), InlineData("{}"), InlineData("{\"learner\":{\"learner_model_param\":{\"num_feature\":\"2000000000\"}}}"), InlineData("")]
    [InlineData("{\"a\":\"\\"), InlineData("{\"a\":tru}"), InlineData("{L"), InlineData("{")]
    public void What_is_no_model_of_XGBoost_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => XgboostModel.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => XgboostModel.Read(new MemoryStream(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 1_000_000)))));
        byte[] binary = [(byte)'{', (byte)'U', 1, (byte)'a', .. Enumerable.Repeat((byte)'[', 1_000_000)];
        Assert.Throws<InvalidDataException>(() => XgboostModel.Read(new MemoryStream(binary)));
    }

    [Fact]
    public void Lengths_beyond_the_file_ask_for_no_memory()
    {
        byte[] typed = [(byte)'{', (byte)'U', 1, (byte)'a', (byte)'[', (byte)'$', (byte)'d', (byte)'#', (byte)'l', 0x7f, 0xff, 0xff, 0xff];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => XgboostModel.Read(new MemoryStream(typed)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(""), InlineData("tree"), InlineData("tree\nend of trees"), InlineData("tree\nnum_tree_per_iteration=1\nmax_feature_idx=2147483647\nend of trees")]
    public void What_is_no_model_of_LightGBM_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => LightGbmModel.Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Trees_that_lead_in_circles_are_refused()
    {
        string sound = File.ReadAllText(PeerFixture.PathOf("lightgbm_squared_error.txt"));
        string circle = string.Join('\n', sound.Split('\n').Select(line => line.StartsWith("left_child=", StringComparison.Ordinal) ? "left_child=" + string.Join(' ', Enumerable.Repeat(0, 10)) : line));
        Assert.Contains("circle", Assert.Throws<InvalidDataException>(() => LightGbmModel.Read(new MemoryStream(Encoding.UTF8.GetBytes(circle)))).Message);
    }

    private static byte[] Damaged(byte[] sound, Random random)
    {
        byte[] bytes = [.. sound];
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                int from = random.Next(bytes.Length), to = random.Next(from, Math.Min(bytes.Length, from + 40));
                return [.. bytes[..from], .. bytes[to..]];
            default:
                for (int changes = random.Next(1, 6); changes > 0; changes--)
                    bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"0123456789-e.\"[]{}:, "[random.Next(21)];
                return bytes;
        }
    }

    private static void AssertOrderly(string file, byte[] bytes, int copy)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            GradientBoosting model = file.StartsWith("xgboost", StringComparison.Ordinal) ? XgboostModel.Read(stream) : LightGbmModel.Read(stream);
            model.Predictor.Score(new float[model.Predictor.Columns], new double[model.Predictor.Outputs]);
        }
        catch (InvalidDataException)
        {
        }
        catch (Exception exception)
        {
            Assert.Fail($"Copy {copy} of {file} ends in {exception}");
        }
    }
}
