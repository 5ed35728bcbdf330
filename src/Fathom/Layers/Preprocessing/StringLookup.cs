using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Turns words into ids by a vocabulary, and back (<c>keras.layers.StringLookup</c>). Of several ids for unknown words one is taken by FarmHash, as in Keras.</summary>
public sealed class StringLookup : TokenLookup<string>, IFromConfig<StringLookup>
{
    /// <summary>The word that means no data; none unless set. It gets id 0, and counts for nothing in the other modes.</summary>
    public string? MaskToken { get; init; }

    /// <summary>What stands for words out of the vocabulary.</summary>
    public string OovToken { get; init; } = "[UNK]";

    private protected override (bool Exists, string? Token) Mask => (MaskToken is not null, MaskToken);

    private protected override string Oov => OovToken;

    /// <inheritdoc/>
    public static StringLookup FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var lookup = new StringLookup
        {
            MaskToken = config.Get<string?>("mask_token", null),
            OovToken = config.Get("oov_token", "[UNK]"),
            NumOovIndices = config.Get("num_oov_indices", 1),
            MaxTokens = config.Get<int?>("max_tokens", null),
            OutputMode = CategoryCodes.FromName(config.Get("output_mode", "int")),
            PadToMaxTokens = config.Get("pad_to_max_tokens", false),
        };
        lookup.ReadVocabulary(config, node => node.GetValue<string>());
        return lookup;
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["encoding"] = "utf-8";
        return config;
    }

    private protected override int Compare(string one, string other) => string.CompareOrdinal(one, other);

    private protected override int Bucket(string token, int buckets) => Hashing.Bucket(token, buckets);

    private protected override JsonNode ToJson(string token) => token;
}
