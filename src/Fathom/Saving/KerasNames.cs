using System.Reflection;
using System.Text;

namespace Fathom.Saving;

/// <summary>The names Keras gives to classes and to layers without a name.</summary>
internal static class KerasNames
{
    /// <summary>The class name Keras knows a type by.</summary>
    public static string ClassName(Type type) => type.GetCustomAttribute<KerasClassAttribute>()?.Name ?? type.Name;

    /// <summary>Keras's automatic name for a layer of a type, also that of its group of weights.</summary>
    public static string LayerName(Type type) => SnakeCase(type.GetCustomAttribute<KerasClassAttribute>()?.OwnName ?? ClassName(type));

    /// <summary>Keras's automatic layer name for a class, for example <c>max_pooling1d</c> for <c>MaxPooling1D</c>.</summary>
    public static string SnakeCase(string className)
    {
        var text = new StringBuilder();
        for (int i = 0; i < className.Length; i++)
        {
            char c = className[i];
            bool afterLower = i > 0 && (char.IsLower(className[i - 1]) || (char.IsDigit(className[i - 1]) && i + 1 < className.Length && char.IsLower(className[i + 1])));
            bool startsWord = i > 0 && char.IsUpper(className[i - 1]) && i + 1 < className.Length && char.IsLower(className[i + 1]);
            if (char.IsUpper(c) && (afterLower || startsWord)) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
