using System.Text.Json.Nodes;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>What <see cref="StringLookup"/> and <see cref="IntegerLookup"/> share: a vocabulary that turns tokens into ids and back.</summary>
/// <remarks>
/// Lookups stand before a model, since tensors hold no text: they give <see cref="Samples"/>. Ids are, in order: 0 for the mask token, where there is one and
/// ids are asked for; <see cref="NumOovIndices"/> ids for tokens out of the vocabulary; then the vocabulary, the most frequent first. Vocabulary and options
/// are in the configuration.
/// </remarks>
/// <typeparam name="T">The type of a token.</typeparam>
public abstract class TokenLookup<T> : IKerasSerializable where T : notnull
{
    private readonly Dictionary<T, int> _ids = [];
    private List<T> _tokens = [];
    private float[]? _factors;

    private protected TokenLookup() { }

    /// <summary>How many ids tokens out of the vocabulary share; 1 unless set. With 0 such a token is an error.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int NumOovIndices
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of ids for unknown tokens is 0 or more.");
    } = 1;

    /// <summary>The greatest number of ids, those of mask and unknown tokens counted: <see cref="Adapt(IEnumerable{IEnumerable{T}})"/> drops the rarest tokens; no bound unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int? MaxTokens
    {
        get;
        init => field = value is null or > 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A vocabulary has at least two ids, one of them for unknown tokens.");
    }

    /// <summary>How the ids leave; themselves unless set.</summary>
    public CategoryOutput OutputMode { get; init; }

    /// <summary>Whether rows are <see cref="MaxTokens"/> wide although the vocabulary has fewer tokens. Not unless set.</summary>
    public bool PadToMaxTokens { get; init; }

    /// <summary>All tokens in the order of their ids, those for mask and unknown tokens included; as Keras's <c>get_vocabulary</c>.</summary>
    public IReadOnlyList<T> Vocabulary => [.. MaskIds == 1 ? [Mask.Token!] : Array.Empty<T>(), .. Enumerable.Repeat(Oov, NumOovIndices), .. _tokens];

    /// <summary>The number of ids.</summary>
    public int VocabularySize => FirstToken + _tokens.Count;

    private protected abstract (bool Exists, T? Token) Mask { get; }

    private protected abstract T Oov { get; }

    private int MaskIds => Mask.Exists && OutputMode == CategoryOutput.Integer ? 1 : 0;

    private int FirstToken => MaskIds + NumOovIndices;

    /// <summary>Orders tokens of equal frequency.</summary>
    private protected abstract int Compare(T one, T other);

    /// <summary>Which of several ids a token out of the vocabulary gets.</summary>
    private protected abstract int Bucket(T token, int buckets);

    private protected abstract JsonNode ToJson(T token);

    /// <summary>Takes the vocabulary, the most frequent token first.</summary>
    /// <param name="vocabulary">The tokens; those for mask and unknown tokens may stand at the start, as in <see cref="Vocabulary"/>.</param>
    /// <param name="inverseDocumentFrequencies">One per token of <paramref name="vocabulary"/>, for <see cref="CategoryOutput.TfIdf"/> alone; unknown tokens take the mean where they are not in it.</param>
    /// <exception cref="ArgumentException">Tokens repeat, are too many, or lack frequencies.</exception>
    public void SetVocabulary(IEnumerable<T> vocabulary, IReadOnlyList<float>? inverseDocumentFrequencies = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        List<T> tokens = [.. vocabulary];
        if ((OutputMode == CategoryOutput.TfIdf) != (inverseDocumentFrequencies is not null))
            throw new ArgumentException("Inverse document frequencies belong to the mode TfIdf, and it needs them. Give them there and nowhere else, or call Adapt.", nameof(inverseDocumentFrequencies));
        if (inverseDocumentFrequencies is not null && inverseDocumentFrequencies.Count != tokens.Count)
            throw new ArgumentException($"There are {tokens.Count} tokens but {inverseDocumentFrequencies.Count} frequencies. Give one per token.", nameof(inverseDocumentFrequencies));
        T[] special = [.. Vocabulary.Take(FirstToken)];
        bool hasSpecial = special.Length > 0 && tokens.Count >= special.Length && tokens.Take(special.Length).SequenceEqual(special);
        IReadOnlyList<float>? factors = inverseDocumentFrequencies;
        if (hasSpecial) tokens.RemoveRange(0, special.Length);
        else if (factors is not null) factors = [.. Enumerable.Repeat(factors.Average(), FirstToken), .. factors];
        Take(tokens, factors is null ? null : [.. factors]);
    }

    /// <summary>Makes the vocabulary of the tokens of documents, the most frequent first; tokens of equal frequency in falling order, as Keras has them.</summary>
    /// <param name="documents">The tokens of each document.</param>
    /// <exception cref="ArgumentException">There is no token.</exception>
    public void Adapt(IEnumerable<IEnumerable<T>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var counts = new Dictionary<T, (long Occurrences, long Documents, long Last)>();
        long number = 0;
        foreach (IEnumerable<T> document in documents)
        {
            number++;
            foreach (T token in document)
            {
                (long occurrences, long containing, long last) = counts.GetValueOrDefault(token);
                counts[token] = (occurrences + 1, last == number ? containing : containing + 1, number);
            }
        }
        if (Mask.Exists) _ = counts.Remove(Mask.Token!);
        _ = counts.Remove(Oov);
        if (counts.Count == 0) throw new ArgumentException("The documents hold no token to make a vocabulary of. Give some text.", nameof(documents));
        List<T> tokens = [.. counts.Keys];
        tokens.Sort((one, other) => counts[one].Occurrences != counts[other].Occurrences ? counts[other].Occurrences.CompareTo(counts[one].Occurrences) : Compare(other, one));
        if (MaxTokens is int most && tokens.Count > most - FirstToken) tokens.RemoveRange(Math.Max(0, most - FirstToken), tokens.Count - Math.Max(0, most - FirstToken));
        float[]? factors = null;
        if (OutputMode == CategoryOutput.TfIdf)
        {
            float[] known = [.. tokens.Select(token => (float)Math.Log(1 + number / (1.0 + counts[token].Documents)))];
            factors = [.. Enumerable.Repeat(known.Average(), FirstToken), .. known];
        }
        Take(tokens, factors);
    }

    /// <summary>Makes the vocabulary of tokens, each a document of its own.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Adapt(IEnumerable<T> tokens) => Adapt(tokens.Select(token => new[] { token }));

    /// <summary>The id of a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Its id; -1 for the mask token where the mode is not <see cref="CategoryOutput.Integer"/>, since it counts for nothing there.</returns>
    /// <exception cref="ArgumentException">The token is not in the vocabulary and there is no id for such.</exception>
    /// <exception cref="InvalidOperationException">There is no vocabulary yet.</exception>
    public int IdOf(T token)
    {
        if (_tokens.Count == 0) throw new InvalidOperationException("The lookup has no vocabulary yet. Call Adapt with data, or SetVocabulary.");
        if (Mask.Exists && token.Equals(Mask.Token)) return MaskIds - 1;
        if (_ids.TryGetValue(token, out int id)) return FirstToken + id;
        return NumOovIndices switch
        {
            0 => throw new ArgumentException($"The token '{token}' is not in the vocabulary, and with NumOovIndices 0 there is no id for it. Add it to the vocabulary, or set NumOovIndices.", nameof(token)),
            1 => MaskIds,
            _ => MaskIds + Bucket(token, NumOovIndices),
        };
    }

    /// <summary>The token of an id: Keras's lookup with <c>invert</c>.</summary>
    /// <param name="id">An id, as <see cref="IdOf"/> gives it.</param>
    /// <returns>The token; that for unknown ones where the id has none.</returns>
    public T TokenOf(int id) => id == 0 && MaskIds == 1 ? Mask.Token! : id >= FirstToken && id < VocabularySize ? _tokens[id - FirstToken] : Oov;

    /// <summary>Looks up one token per sample.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <returns>As <see cref="OutputMode"/> says.</returns>
    public Samples Apply(IEnumerable<T> tokens) => CategoryCodes.Encode([.. tokens.Select(IdOf)], OutputMode, Width, _factors);

    /// <summary>Looks up several tokens per sample.</summary>
    /// <param name="documents">The tokens of each sample.</param>
    /// <returns>As <see cref="OutputMode"/> says.</returns>
    /// <exception cref="ShapeException">The samples differ in length, and the mode keeps each token.</exception>
    public Samples Apply(IEnumerable<T[]> documents) => CategoryCodes.Encode([.. documents.Select(row => Array.ConvertAll(row, IdOf))], OutputMode, Width, _factors);

    /// <inheritdoc/>
    public virtual JsonObject GetConfig()
    {
        if (PadToMaxTokens && MaxTokens is null) throw new InvalidOperationException("PadToMaxTokens needs MaxTokens. Set both.");
        return new JsonObject
        {
            ["invert"] = false,
            ["max_tokens"] = MaxTokens,
            ["num_oov_indices"] = NumOovIndices,
            ["oov_token"] = ToJson(Oov),
            ["mask_token"] = Mask.Exists ? ToJson(Mask.Token!) : null,
            ["output_mode"] = CategoryCodes.NameOf(OutputMode),
            ["sparse"] = false,
            ["pad_to_max_tokens"] = PadToMaxTokens,
            ["idf_weights"] = _factors is null ? null : new JsonArray([.. _factors.Select(value => (JsonNode)value)]),
            ["vocabulary"] = _tokens.Count == 0 ? null : new JsonArray([.. (_factors is null ? _tokens : Vocabulary).Select(ToJson)]),
            ["vocabulary_size"] = _tokens.Count == 0 ? null : VocabularySize,
        };
    }

    /// <summary>Takes the vocabulary of a configuration, if it has one.</summary>
    private protected void ReadVocabulary(JsonObject config, Func<JsonNode, T> read)
    {
        if (config["salt"] is not null) throw new ModelFormatException("The saved lookup has a salt, for which Keras takes another hash, not known here. Save it without.");
        if (config["vocabulary"] is JsonArray tokens)
            SetVocabulary(tokens.Select(token => read(token!)), (config["idf_weights"] as JsonArray)?.Select(value => value!.GetValue<float>()).ToArray());
    }

    private int Width => PadToMaxTokens ? MaxTokens ?? throw new InvalidOperationException("PadToMaxTokens needs MaxTokens. Set both.") : VocabularySize;

    private void Take(List<T> tokens, float[]? factors)
    {
        var ids = new Dictionary<T, int>();
        for (int i = 0; i < tokens.Count; i++)
            if (!ids.TryAdd(tokens[i], i)) throw new ArgumentException($"The vocabulary has '{tokens[i]}' twice. Leave repetitions out.", nameof(tokens));
        if (tokens.Count == 0) throw new ArgumentException("The vocabulary is empty. Give at least one token.", nameof(tokens));
        if (Mask.Exists && ids.ContainsKey(Mask.Token!))
            throw new ArgumentException($"The mask token '{Mask.Token}' stands among the tokens. Leave mask and unknown tokens out, or put them first as Vocabulary has them.", nameof(tokens));
        if (MaxTokens is int most && FirstToken + tokens.Count > most)
            throw new ArgumentException($"The vocabulary has {FirstToken + tokens.Count} ids, {FirstToken} of them for mask and unknown tokens, but MaxTokens is {most}. Leave tokens out, or raise it.", nameof(tokens));
        _ids.Clear();
        foreach ((T token, int id) in ids) _ids.Add(token, id);
        (_tokens, _factors) = (tokens, factors);
    }
}
