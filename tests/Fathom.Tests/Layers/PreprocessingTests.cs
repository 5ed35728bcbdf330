using System.Text;
using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class PreprocessingTests
{
    private static T Again<T>(T value) where T : class, IKerasSerializable =>
        KerasRegistry.Deserialize<T>(JsonNode.Parse(KerasRegistry.Serialize(value, "keras.layers")!.ToJsonString()))!;

    [Fact]
    public void Layers_of_numbers()
    {
        float[] edges = [-0.5f, 0, 1.25f];
        LayerHarness.Check("rescaling", () => new Rescaling(0.5, -1));
        LayerHarness.Check("discretization", () => new Discretization(edges), names: true);
        LayerHarness.Check("discretization_one_hot", () => new Discretization(edges) { OutputMode = CategoryOutput.OneHot }, names: true);
        LayerHarness.Check("discretization_one_hot_last_1", () => new Discretization(edges) { OutputMode = CategoryOutput.OneHot }, names: true);
        LayerHarness.Check("discretization_multi_hot", () => new Discretization(edges) { OutputMode = CategoryOutput.MultiHot }, names: true);
        LayerHarness.Check("discretization_count", () => new Discretization(edges) { OutputMode = CategoryOutput.Count }, names: true);
    }

    [Fact]
    public void Encoded_categories()
    {
        LayerHarness.Check("category_encoding_one_hot", () => new CategoryEncoding(5, CategoryOutput.OneHot), names: true);
        LayerHarness.Check("category_encoding_one_hot_sequence", () => new CategoryEncoding(5, CategoryOutput.OneHot), names: true);
        LayerHarness.Check("category_encoding_multi_hot", () => new CategoryEncoding(5), names: true);
        LayerHarness.Check("category_encoding_count", () => new CategoryEncoding(5, CategoryOutput.Count), names: true);
        LayerHarness.Check("category_encoding_count_weights", () => new CategoryEncoding(5, CategoryOutput.Count), names: true);
        using var scope = NewDisposeScope();
        Assert.Contains("has the categories 0 … 4 but got numbers from 1 to 5",
            Assert.Throws<ArgumentException>(() => new CategoryEncoding(5).Forward(tensor(new float[,] { { 1, 5 } }), CallContext.Infer)).Message, StringComparison.Ordinal);
    }

    // The examples of keras.layers.Discretization.
    [Fact]
    public void Bins_of_Keras_examples()
    {
        using var scope = NewDisposeScope();
        Tensor data = tensor(new float[,] { { -1.5f, 1, 3.4f, 0.5f }, { 0, 3, 1.3f, 0 } });
        Assert.Equal([0f, 2, 3, 1, 1, 3, 2, 1], new Discretization([0f, 1, 2]).Forward(data, CallContext.Infer).data<float>().ToArray());
        var adapted = new Discretization(4) { Epsilon = 0.01 };
        adapted.Adapt(data);
        Assert.Equal([0f, 2, 3, 2, 1, 3, 3, 1], adapted.Forward(data, CallContext.Infer).data<float>().ToArray());
        Assert.Equal(adapted.BinBoundaries, Again(adapted).BinBoundaries);
        Assert.Throws<ArgumentException>(() => adapted.Adapt(new[] { 1f, float.NaN }));
        Assert.Throws<ArgumentException>(() => new Discretization([1f, 1f]));
        Assert.Throws<InvalidOperationException>(() => new Discretization(3).Forward(data, CallContext.Infer));
    }

    [Fact]
    public void Bins_hold_equal_shares_within_epsilon()
    {
        var random = new Random(4);
        float[] data = [.. Enumerable.Range(0, 20_000).Select(_ => MathF.Exp(3 * random.NextSingle()))];
        var layer = new Discretization(10);
        layer.Adapt(data);
        Assert.Equal(9, layer.BinBoundaries.Count);
        for (int i = 0; i < 9; i++) Assert.Equal((i + 1) / 10.0, data.Count(value => value < layer.BinBoundaries[i]) / 20_000.0, 0.02);
    }

    // Guava's tests of its FarmHashFingerprint64, and the examples of BigQuery's FARM_FINGERPRINT.
    [Theory]
    [InlineData("test", 1, 8581389452482819506), InlineData("test", 8, -4196240717365766262), InlineData("test", 64, 3500507768004279527)]
    [InlineData("1footrue", 1, -1541654101129638711), InlineData("2applefalse", 1, 2794438866806483259), InlineData("3true", 1, -4880158226897771312)]
    [InlineData("foo", 1, 6150913649986995171), InlineData("1", 1, -9142586270102516767), InlineData("", 1, -7286425919675154353)]
    public void Fingerprints_as_published(string text, int times, long fingerprint) =>
        Assert.Equal(fingerprint, (long)FarmHash.Fingerprint64(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)))));

    // The examples of keras.layers.Hashing.
    [Fact]
    public void Bins_of_names_as_Keras_has_them()
    {
        Assert.Equal([1f, 0, 1, 1, 2], new Hashing(3).Apply(["A", "B", "C", "D", "E"]).ToArray());
        var masked = new Hashing(3) { MaskValue = "" };
        Assert.Equal([1f, 1, 0, 2, 2], masked.Apply(["A", "B", "", "C", "D"]).ToArray());
        Assert.Equal(masked.Apply(["X", ""]).ToArray(), Again(masked).Apply(["X", ""]).ToArray());
        Assert.Equal(new Hashing(1000).BinOf("-17"), new Hashing(1000).BinOf(-17));
        Samples counted = new Hashing(3) { OutputMode = CategoryOutput.Count }.Apply([["A", "B", "A"], ["E"]]);
        Assert.Equal([3], counted.Shape);
        Assert.Equal([1f, 2, 0, 0, 0, 1], counted.ToArray());
    }

    // The examples of keras.layers.StringLookup.
    [Fact]
    public void Words_as_Keras_looks_them_up()
    {
        string[][] data = [["a", "c", "d"], ["d", "z", "b"]];
        var lookup = new StringLookup();
        lookup.SetVocabulary(["a", "b", "c", "d"]);
        Assert.Equal([1f, 3, 4, 4, 0, 2], lookup.Apply(data).ToArray());
        Assert.Equal([3], lookup.Apply(data).Shape);
        Assert.Equal(["a", "c", "d", "d", "[UNK]", "b"], new[] { 1, 3, 4, 4, 0, 2 }.Select(lookup.TokenOf));

        lookup = new StringLookup();
        lookup.Adapt(data);
        Assert.Equal(["[UNK]", "d", "z", "c", "b", "a"], lookup.Vocabulary);

        lookup = new StringLookup { NumOovIndices = 2 };
        lookup.SetVocabulary(["a", "b", "c", "d"]);
        Assert.Equal([2f, 4, 5, 0, 1, 3], lookup.Apply([["a", "c", "d"], ["m", "z", "b"]]).ToArray());

        lookup = new StringLookup { OutputMode = CategoryOutput.OneHot };
        lookup.SetVocabulary(["a", "b", "c", "d"]);
        Assert.Equal([0f, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0], lookup.Apply(["a", "b", "z"]).ToArray());

        lookup = new StringLookup { OutputMode = CategoryOutput.MultiHot };
        lookup.SetVocabulary(["a", "b", "c", "d"]);
        Assert.Equal([0f, 1, 0, 1, 1, 1, 0, 1, 0, 1], lookup.Apply([["a", "c", "d", "d"], ["d", "z", "b", "z"]]).ToArray());

        lookup = new StringLookup { OutputMode = CategoryOutput.Count };
        lookup.SetVocabulary(["a", "b", "c", "d"]);
        Assert.Equal([0f, 1, 0, 1, 2, 2, 0, 1, 0, 1], lookup.Apply([["a", "c", "d", "d"], ["d", "z", "b", "z"]]).ToArray());

        lookup = new StringLookup { OutputMode = CategoryOutput.TfIdf };
        lookup.SetVocabulary(["a", "b", "c", "d"], [0.25f, 0.75f, 0.6f, 0.4f]);
        Assert.Equal([0f, 0.25f, 0, 0.6f, 0.8f, 1, 0, 0.75f, 0, 0.4f], lookup.Apply([["a", "c", "d", "d"], ["d", "z", "b", "z"]]).ToArray());
        Assert.Equal(lookup.Apply(data).ToArray(), Again(lookup).Apply(data).ToArray());
    }

    // The examples of keras.layers.IntegerLookup.
    [Fact]
    public void Numbers_as_Keras_looks_them_up()
    {
        var lookup = new IntegerLookup();
        lookup.SetVocabulary([12, 36, 1138, 42]);
        Assert.Equal([1f, 3, 4, 4, 0, 2], lookup.Apply([[12L, 1138, 42], [42, 1000, 36]]).ToArray());
        lookup = new IntegerLookup();
        lookup.Adapt([[12L, 1138, 42], [42, 1000, 36]]);
        Assert.Equal([-1L, 42, 1138, 1000, 36, 12], lookup.Vocabulary);
        lookup = new IntegerLookup { NumOovIndices = 2 };
        lookup.SetVocabulary([12, 36, 1138, 42]);
        Assert.Equal([2f, 4, 5, 1, 0, 3], lookup.Apply([[12L, 1138, 42], [37, 1000, 36]]).ToArray());
        Assert.Equal(lookup.Vocabulary, Again(lookup).Vocabulary);
        Assert.Equal(1, lookup.IdOf(-3));
    }

    [Fact]
    public void Mask_tokens_get_id_0_and_count_for_nothing()
    {
        var ids = new StringLookup { MaskToken = "" };
        ids.SetVocabulary(["", "[UNK]", "up", "down"]);
        Assert.Equal([2f, 3, 0, 1], ids.Apply(["up", "down", "", "sideways"]).ToArray());
        Assert.Equal(["", "[UNK]", "up", "down"], ids.Vocabulary);
        Assert.Equal("", ids.TokenOf(0));
        var counts = new StringLookup { MaskToken = "", OutputMode = CategoryOutput.Count, MaxTokens = 5, PadToMaxTokens = true };
        counts.SetVocabulary(["up", "down"]);
        Assert.Equal([1f, 2, 0, 0, 0], counts.Apply([["up", "", "up", "sideways"]]).ToArray());
        Assert.Equal(counts.GetConfig().ToJsonString(), Again(counts).GetConfig().ToJsonString());
    }

    [Fact]
    public void Adapted_frequencies_follow_their_formula()
    {
        var lookup = new StringLookup { OutputMode = CategoryOutput.TfIdf, MaxTokens = 3 };
        lookup.Adapt([["buy", "buy", "sell"], ["buy"], ["sell", "hold"]]);
        Assert.Equal(["[UNK]", "buy", "sell"], lookup.Vocabulary);
        // Both stand in two documents of three.
        float factor = (float)Math.Log(1 + 3 / 3.0);
        Assert.Equal([factor, 2 * factor, factor], lookup.Apply([["buy", "hold", "sell", "buy"]]).ToArray());
    }

    [Fact]
    public void What_cannot_be_looked_up_is_refused()
    {
        var lookup = new StringLookup { NumOovIndices = 0 };
        Assert.Contains("Call Adapt with data", Assert.Throws<InvalidOperationException>(() => lookup.IdOf("a")).Message, StringComparison.Ordinal);
        lookup.SetVocabulary(["a", "b"]);
        Assert.Contains("set NumOovIndices", Assert.Throws<ArgumentException>(() => lookup.IdOf("c")).Message, StringComparison.Ordinal);
        Assert.Contains("has 'a' twice", Assert.Throws<ArgumentException>(() => lookup.SetVocabulary(["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("Pad them first", Assert.Throws<ShapeException>(() => lookup.Apply([["a"], ["a", "b"]])).Message, StringComparison.Ordinal);
        Assert.Contains("MaxTokens is 2", Assert.Throws<ArgumentException>(() => new StringLookup { MaxTokens = 2 }.SetVocabulary(["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("a salt", Assert.Throws<ModelFormatException>(() => Hashing.FromConfig(new JsonObject { ["num_bins"] = 3, ["salt"] = 5 })).Message, StringComparison.Ordinal);
    }
}
