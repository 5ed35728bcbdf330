using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Reads options out of a saved configuration, with errors that name the option.</summary>
public static class ConfigReading
{
    extension(JsonObject config)
    {
        /// <summary>An option that must be there.</summary>
        /// <typeparam name="T">Its type: a number, a text or a flag.</typeparam>
        /// <param name="key">Its name in Keras.</param>
        /// <returns>The value.</returns>
        /// <exception cref="ModelFormatException">It is missing or of another type.</exception>
        public T Need<T>(string key) => config.TryGetPropertyValue(key, out JsonNode? node) && node is JsonValue value && value.TryGetValue(out T? result)
            ? result
            : throw new ModelFormatException($"The configuration {config.ToJsonString()} has no {typeof(T).Name} under '{key}'.");

        /// <summary>An option with a default.</summary>
        /// <typeparam name="T">Its type: a number, a text or a flag.</typeparam>
        /// <param name="key">Its name in Keras.</param>
        /// <param name="otherwise">The value where the option is missing or null.</param>
        /// <returns>The value.</returns>
        /// <exception cref="ModelFormatException">It is of another type.</exception>
        public T Get<T>(string key, T otherwise) => config.TryGetPropertyValue(key, out JsonNode? node) && node is not null ? config.Need<T>(key) : otherwise;

        /// <summary>An option that is a list of whole numbers, null meaning <see cref="Shape.Unknown"/>.</summary>
        /// <param name="key">Its name in Keras.</param>
        /// <returns>The values.</returns>
        /// <exception cref="ModelFormatException">It is missing or not such a list.</exception>
        public int[] NeedInts(string key)
        {
            try
            {
                return [.. config[key]!.AsArray().Select(item => item is null ? Shape.Unknown : item.GetValue<int>())];
            }
            catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
            {
                throw new ModelFormatException($"The configuration {config.ToJsonString()} has no list of whole numbers under '{key}'.", e);
            }
        }

        /// <summary>One axis or a list of them.</summary>
        /// <param name="key">The option's name.</param>
        /// <returns>The axes; none where the option is missing or null.</returns>
        /// <exception cref="ModelFormatException">It is neither.</exception>
        public Axes? GetAxes(string key) => config[key] switch
        {
            null => null,
            JsonArray => new Axes(config.NeedInts(key)),
            _ => config.Need<int>(key),
        };

        /// <summary>The seed of a random part.</summary>
        /// <param name="key">The option's name.</param>
        /// <returns>The seed, whether written as a number or as a <c>SeedGenerator</c>; none where it is missing or null.</returns>
        /// <exception cref="ModelFormatException">It is neither.</exception>
        public int? GetSeed(string key = "seed") => config[key] switch
        {
            null => null,
            JsonObject generator when generator["config"] is JsonObject inner => inner.GetSeed(),
            JsonValue value when value.TryGetValue(out int seed) => seed,
            // Keras allows 64 bits; the low half tells seeds apart as well.
            _ => unchecked((int)config.Need<long>(key)),
        };

        /// <summary>A whole number that may be missing.</summary>
        /// <param name="key">Its name in Keras.</param>
        /// <returns>The number, or none where the option is missing or null.</returns>
        /// <exception cref="ModelFormatException">It is something else.</exception>
        public int? GetInt(string key) => config[key] is null ? null : config.Need<int>(key);

        /// <summary>An option that is a number or a list of numbers.</summary>
        /// <param name="key">Its name in Keras.</param>
        /// <returns>The numbers, or none where the option is missing or null.</returns>
        /// <exception cref="ModelFormatException">It is something else.</exception>
        public double[]? GetNumbers(string key)
        {
            try
            {
                return config[key] switch { null => null, JsonArray list => [.. list.Select(item => item!.GetValue<double>())], JsonNode number => [number.GetValue<double>()] };
            }
            catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
            {
                throw new ModelFormatException($"The configuration {config.ToJsonString()} has neither a number nor a list of numbers under '{key}'.", e);
            }
        }

        /// <summary>Writes a list of numbers, a single one as a number.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="values">The numbers; none is written as null.</param>
        public void PutNumbers(string key, IReadOnlyList<double>? values) => config[key] = values switch
        {
            null => null,
            [double only] => only,
            _ => new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
        };

        /// <summary>The layer's name where one is written.</summary>
        /// <returns>The name.</returns>
        public string LayerName() => config.Need<string>("name");

        /// <summary>Writes one axis as a number, several as a list.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="value">The axes, or none.</param>
        public void Put(string key, Axes? value) => config[key] = value switch
        {
            null => null,
            [int axis] => axis,
            _ => new JsonArray([.. value.Select(axis => JsonValue.Create(axis))]),
        };

        /// <summary>Writes a list of whole numbers.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="values">The numbers.</param>
        public void Put(string key, ReadOnlySpan<int> values)
        {
            var list = new JsonArray();
            foreach (int value in values) list.Add((JsonNode)value);
            config[key] = list;
        }
    }
}
