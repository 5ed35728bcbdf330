namespace Fathom.Trees;

/// <summary>A value of a model file, whichever notation holds it.</summary>
internal abstract record ModelValue
{
    internal sealed record Text(string Value) : ModelValue;

    internal sealed record Number(double Value) : ModelValue;

    internal sealed record Flag(bool Value) : ModelValue;

    internal sealed record Nothing : ModelValue;

    internal sealed record Items(IReadOnlyList<ModelValue> Values) : ModelValue;

    /// <summary>An array of nothing but numbers.</summary>
    internal sealed record Numbers(double[] Values, NumberKind Kind) : ModelValue;

    internal sealed record Map(IReadOnlyDictionary<string, ModelValue> Members) : ModelValue
    {
        internal Map Inner(string key) => Member(key) as Map ?? throw Wrong(key, "an object");

        internal bool Holds(string key) => Members.ContainsKey(key);

        internal string TextOf(string key) => Member(key) is Text text ? text.Value : throw Wrong(key, "a text");

        /// <summary>The objects of an array.</summary>
        internal IReadOnlyList<Map> Maps(string key) =>
            ItemsOf(key).Select(item => item as Map ?? throw Wrong(key, "an array of objects")).ToArray();

        /// <summary>The texts of an array; none where it is absent.</summary>
        internal string[] Texts(string key) =>
            Holds(key) ? [.. ItemsOf(key).Select(item => item is Text text ? text.Value : throw Wrong(key, "an array of texts"))] : [];

        /// <summary>The numbers of an array; truth values are 0 and 1.</summary>
        internal double[] NumbersOf(string key) => Member(key) switch
        {
            Numbers numbers => numbers.Values,
            Items items => [.. items.Values.Select(item => item switch { Number number => number.Value, Flag flag => flag.Value ? 1 : 0, _ => throw Wrong(key, "an array of numbers") })],
            _ => throw Wrong(key, "an array of numbers"),
        };

        /// <summary>The numbers of an array that must have a length.</summary>
        internal double[] NumbersOf(string key, int count)
        {
            double[] numbers = NumbersOf(key);
            return numbers.Length == count ? numbers : throw new InvalidDataException($"The model is damaged: '{key}' holds {numbers.Length} numbers where {count} are needed.");
        }

        /// <summary>Whole numbers of an array.</summary>
        internal int[] Integers(string key) => Array.ConvertAll(NumbersOf(key), number => ToInteger(number, key));

        /// <summary>A whole number given as a text or a number, or what stands for an absent one.</summary>
        internal int Integer(string key, int absent)
        {
            if (!Holds(key))
                return absent;
            return Member(key) switch
            {
                Number number => ToInteger(number.Value, key),
                Text text when int.TryParse(text.Value, out int value) => value,
                _ => throw Wrong(key, "a whole number"),
            };
        }

        private IReadOnlyList<ModelValue> ItemsOf(string key) => Member(key) switch
        {
            Items items => items.Values,
            Numbers { Values.Length: 0 } => [],
            _ => throw Wrong(key, "an array"),
        };

        private ModelValue Member(string key) =>
            Members.TryGetValue(key, out ModelValue? value) ? value : throw new InvalidDataException($"The model is damaged or no model: it has no '{key}'.");

        private static int ToInteger(double number, string key) =>
            number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Wrong(key, "whole numbers");

        private static InvalidDataException Wrong(string key, string expected) => new($"The model is damaged: '{key}' is not {expected}.");
    }
}
