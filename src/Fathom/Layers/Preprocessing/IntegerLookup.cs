using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Turns whole numbers, such as codes, into ids by a vocabulary, and back (<c>keras.layers.IntegerLookup</c>). Of several ids for unknown numbers one is taken by the remainder.</summary>
public sealed class IntegerLookup : TokenLookup<long>, IFromConfig<IntegerLookup>
{
    /// <summary>The number that means no data; none unless set. It gets id 0, and counts for nothing in the other modes.</summary>
    public long? MaskToken { get; init; }

    /// <summary>What stands for numbers out of the vocabulary.</summary>
    public long OovToken { get; init; } = -1;

    private protected override (bool Exists, long Token) Mask => (MaskToken is not null, MaskToken ?? 0);

    private protected override long Oov => OovToken;

    /// <inheritdoc/>
    public static IntegerLookup FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Get("oov_method", "floormod") != "floormod")
            throw new ModelFormatException("The saved IntegerLookup finds ids of unknown numbers by a hash; only the remainder (oov_method floormod) is known here.");
        var lookup = new IntegerLookup
        {
            MaskToken = config.Get<long?>("mask_token", null),
            OovToken = config.Get("oov_token", -1L),
            NumOovIndices = config.Get("num_oov_indices", 1),
            MaxTokens = config.Get<int?>("max_tokens", null),
            OutputMode = CategoryCodes.FromName(config.Get("output_mode", "int")),
            PadToMaxTokens = config.Get("pad_to_max_tokens", false),
        };
        lookup.ReadVocabulary(config, node => node.GetValue<long>());
        return lookup;
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["vocabulary_dtype"] = "int64";
        return config;
    }

    private protected override int Compare(long one, long other) => one.CompareTo(other);

    private protected override int Bucket(long token, int buckets) => (int)(((token % buckets) + buckets) % buckets);

    private protected override JsonNode ToJson(long token) => token;
}
