using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fathom.Trees;

/// <summary>Writes model values as JSON. Numbers are finite: the formats that are written have no other.</summary>
internal static class JsonModelWriter
{
    internal static byte[] Write(ModelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static void Append(StringBuilder text, ModelValue value)
    {
        switch (value)
        {
            case ModelValue.TextValue given:
                text.Append('"').Append(JsonEncodedText.Encode(given.Value)).Append('"');
                break;
            case ModelValue.NumberValue number:
                text.Append(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case ModelValue.NumbersValue numbers:
                AppendList(text, '[', ']', numbers.Values, number => text.Append(
                    numbers.Kind == NumberKind.Float32 ? Single((float)number) : number.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case ModelValue.ItemsValue items:
                AppendList(text, '[', ']', items.Values, item => Append(text, item));
                break;
            case ModelValue.MapValue map:
                AppendList(text, '{', '}', map.Members, member =>
                {
                    text.Append('"').Append(JsonEncodedText.Encode(member.Key)).Append("\":");
                    Append(text, member.Value);
                });
                break;
            default:
                throw new InvalidOperationException($"Models hold no {value.GetType().Name}.");
        }
    }

    /// <summary>XGBoost takes a number without point and exponent for an integer, and refuses those among its floats.</summary>
    private static string Single(float number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + "E0";
    }

    private static void AppendList<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        bool first = true;
        foreach (T item in items)
        {
            if (!first)
                text.Append(',');
            append(item);
            first = false;
        }
        text.Append(close);
    }
}
