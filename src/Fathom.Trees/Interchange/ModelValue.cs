namespace Fathom.Trees;

/// <summary>A value of a model file, whichever notation holds it.</summary>
internal abstract record ModelValue
{
    internal sealed record TextValue(string Value) : ModelValue;

    internal sealed record NumberValue(double Value) : ModelValue;

    internal sealed record FlagValue(bool Value) : ModelValue;

    internal sealed record NothingValue : ModelValue;

    internal sealed record ItemsValue(IReadOnlyList<ModelValue> Values) : ModelValue;

    /// <summary>An array of nothing but numbers.</summary>
    internal sealed record NumbersValue(double[] Values, NumberKind Kind) : ModelValue;

    internal sealed record MapValue(IReadOnlyDictionary<string, ModelValue> Members) : ModelValue
    {
        internal MapValue Inner(string key) => Member(key) as MapValue ?? throw Wrong(key, "an object");

        internal bool Holds(string key) => Members.ContainsKey(key);

        internal string TextOf(string key) => Member(key) is TextValue text ? text.Value : throw Wrong(key, "a text");

        /// <summary>The objects of an array.</summary>
        internal IReadOnlyList<MapValue> Maps(string key) =>
            ItemsOf(key).Select(item => item as MapValue ?? throw Wrong(key, "an array of objects")).ToArray();

        /// <summary>The texts of an array; none where it is absent.</summary>
        internal string[] Texts(string key) =>
            Holds(key) ? [.. ItemsOf(key).Select(item => item is TextValue text ? text.Value : throw Wrong(key, "an array of texts"))] : [];

        /// <summary>The numbers of an array; truth values are 0 and 1.</summary>
        internal double[] NumbersOf(string key) => Member(key) switch
        {
            NumbersValue numbers => numbers.Values,
            ItemsValue items => [.. items.Values.Select(item => item switch { NumberValue number => number.Value, FlagValue flag => flag.Value ? 1 : 0, _ => throw Wrong(key, "an array of numbers") })],
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
                NumberValue number => ToInteger(number.Value, key),
                TextValue text when int.TryParse(text.Value, out int value) => value,
                _ => throw Wrong(key, "a whole number"),
            };
        }

        private IReadOnlyList<ModelValue> ItemsOf(string key) => Member(key) switch
        {
            ItemsValue items => items.Values,
            NumbersValue { Values.Length: 0 } => [],
            _ => throw Wrong(key, "an array"),
        };

        private ModelValue Member(string key) =>
            Members.TryGetValue(key, out ModelValue? value) ? value : throw new InvalidDataException($"The model is damaged or no model: it has no '{key}'.");

        private static int ToInteger(double number, string key) =>
            number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Wrong(key, "whole numbers");

        private static InvalidDataException Wrong(string key, string expected) => new($"The model is damaged: '{key}' is not {expected}.");
    }
}
