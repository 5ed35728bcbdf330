using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fathom.Trees;

/// <summary>JSON as XGBoost writes it: numbers may be NaN and Infinity, which the standard's readers refuse.</summary>
internal ref struct JsonModel
{
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _depth;

    private JsonModel(ReadOnlySpan<byte> text) => _text = text;

    /// <exception cref="InvalidDataException">The text is no JSON.</exception>
    internal static ModelValue Read(ReadOnlySpan<byte> text)
    {
        var reader = new JsonModel(text);
        ModelValue value = reader.Value();
        reader.SkipSpace();
        return reader._at == text.Length ? value : throw reader.Damaged("text after its end");
    }

    private ModelValue Value()
    {
        SkipSpace();
        switch (Peek())
        {
            case (byte)'"':
                return new ModelValue.TextValue(String());
            case (byte)'{' or (byte)'[':
                if (++_depth > MaxDepth)
                    throw Damaged($"values nested deeper than {MaxDepth}");
                ModelValue value = _text[_at++] == '{' ? Object() : Array();
                _depth--;
                return value;
            default:
                return Scalar();
        }
    }

    private ModelValue.MapValue Object()
    {
        var members = new Dictionary<string, ModelValue>(StringComparer.Ordinal);
        for (bool first = true; !Ends((byte)'}', first); first = false)
        {
            SkipSpace();
            string key = String();
            SkipSpace();
            Expect((byte)':');
            members[key] = Value();
        }
        return new(members);
    }

    private ModelValue Array()
    {
        var items = new List<ModelValue>();
        var numbers = new List<double>();
        for (bool first = true; !Ends((byte)']', first); first = false)
        {
            ModelValue item = Value();
            if (item is ModelValue.NumberValue number && items.Count == 0)
            {
                numbers.Add(number.Value);
                continue;
            }
            items.AddRange(numbers.Select(value => new ModelValue.NumberValue(value)));
            numbers.Clear();
            items.Add(item);
        }
        return items.Count > 0 ? new ModelValue.ItemsValue(items) : new ModelValue.NumbersValue([.. numbers], NumberKind.Untyped);
    }

    /// <summary>Whether a list ends here; takes the comma between its elements.</summary>
    private bool Ends(byte end, bool first)
    {
        SkipSpace();
        if (Peek() == end)
        {
            _at++;
            return true;
        }
        if (!first)
            Expect((byte)',');
        return false;
    }

    private string String()
    {
        if (Peek() != '"')
            throw Damaged("no text where one is needed");
        int start = _at++;
        while (Peek() != '"')
            _at += Peek() == '\\' ? 2 : 1;
        _at++;
        var reader = new Utf8JsonReader(_text[start.._at]);
        try
        {
            reader.Read();
            return reader.GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The model is damaged: the text at byte {start} is no JSON.", exception);
        }
    }

    private ModelValue Scalar()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            _at++;
        ReadOnlySpan<byte> word = _text[start.._at];
        if (Utf8Parser.TryParse(word, out double number, out int used) && used == word.Length)
            return new ModelValue.NumberValue(number);
        return Encoding.UTF8.GetString(word) switch
        {
            "true" => new ModelValue.FlagValue(true),
            "false" => new ModelValue.FlagValue(false),
            "null" => new ModelValue.NothingValue(),
            "-nan" => new ModelValue.NumberValue(double.NaN),
            "inf" => new ModelValue.NumberValue(double.PositiveInfinity),
            "-inf" => new ModelValue.NumberValue(double.NegativeInfinity),
            _ => throw Damaged("no value where one is needed"),
        };
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : throw Damaged("an end before its time");

    private void Expect(byte mark)
    {
        if (Peek() != mark)
            throw Damaged($"no '{(char)mark}' where one is needed");
        _at++;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _at++;
    }

    private readonly InvalidDataException Damaged(string what) => new(string.Create(CultureInfo.InvariantCulture, $"The model is damaged or no JSON: {what}, at byte {_at}."));
}
