using System.Reflection;
using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Turns objects into Keras's <c>{"module", "class_name", "config"}</c> form and back. Knows every type that implements <see cref="IFromConfig{TSelf}"/>.</summary>
public static class KerasRegistry
{
    private static readonly Dictionary<string, List<Type>> Known = [];

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["normal"] = "RandomNormal",
        ["uniform"] = "RandomUniform",
        ["one"] = "Ones",
        ["zero"] = "Zeros",
        ["IdentityInitializer"] = "Identity",
        ["OrthogonalInitializer"] = "Orthogonal",
        ["l1_l2"] = "L1L2",
    };

    static KerasRegistry() => Register(typeof(KerasRegistry).Assembly);

    /// <summary>Makes the layers and other parts that a program defines itself known, so that models with them can be loaded.</summary>
    /// <param name="assembly">Where they are defined.</param>
    public static void Register(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (Known)
        {
            foreach (Type type in assembly.GetTypes())
            {
                if (type.IsAbstract || !typeof(IKerasSerializable).IsAssignableFrom(type)) continue;
                List<Type> namesakes = Known.TryGetValue(KerasNames.ClassName(type), out List<Type>? list) ? list : Known[KerasNames.ClassName(type)] = [];
                if (!namesakes.Contains(type)) namesakes.Add(type);
            }
        }
    }

    /// <summary>Describes an object.</summary>
    /// <param name="value">The object; none gives JSON null.</param>
    /// <param name="module">The Keras module it belongs to, for example <c>keras.layers</c>.</param>
    /// <returns>The description.</returns>
    public static JsonObject? Serialize(IKerasSerializable? value, string module)
    {
        if (value is null) return null;
        KerasClassAttribute? special = value.GetType().GetCustomAttribute<KerasClassAttribute>();
        return new JsonObject
        {
            ["module"] = special?.Module ?? module,
            ["class_name"] = KerasNames.ClassName(value.GetType()),
            ["config"] = value.GetConfig(),
            ["registered_name"] = special?.RegisteredName,
        };
    }

    /// <summary>The class that Keras means by a name such as <c>mean_squared_error</c> or <c>MeanSquaredError</c>; none if there is no such.</summary>
    internal static string? ClassNamed<T>(string name)
    {
        lock (Known)
            return Known.Where(pair => (pair.Key == name || KerasNames.SnakeCase(pair.Key) == name) && pair.Value.Exists(typeof(T).IsAssignableFrom)).Select(pair => pair.Key).FirstOrDefault();
    }

    /// <summary>Makes an object from its description.</summary>
    /// <typeparam name="T">What kind of object it must be.</typeparam>
    /// <param name="description">As <see cref="Serialize"/> gives it, or the class's name alone, as in <c>"l2"</c> or <c>"GlorotUniform"</c>, for its defaults.</param>
    /// <returns>The object, or none for JSON null.</returns>
    /// <exception cref="ModelFormatException">The description is incomplete, or names a class that is not known.</exception>
    public static T? Deserialize<T>(JsonNode? description) where T : class
    {
        if (description is null) return null;
        if (description is JsonValue word && word.TryGetValue(out string? identifier)) description = new JsonObject { ["class_name"] = identifier, ["config"] = new JsonObject() };
        string? name = (description as JsonObject)?["class_name"]?.GetValue<string>();
        if (name is null || description["config"] is not JsonObject config)
            throw new ModelFormatException($"The saved model's configuration has no class_name and config where a {typeof(T).Name} belongs: {description.ToJsonString()}.");
        Type? type = Find(typeof(T), name);
        MethodInfo? make = type?.GetMethod("FromConfig", BindingFlags.Public | BindingFlags.Static, [typeof(JsonObject)]);
        if (make is null)
            throw new ModelFormatException(
                $"The saved model uses the {typeof(T).Name} '{name}', which is not known here. If it is your own, call KerasRegistry.Register with its assembly before loading.");
        try
        {
            var made = (T)make.Invoke(null, [config])!;
            if (made is IReadsCommonOptions reader) reader.ReadCommon(config);
            return made;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw new ModelFormatException($"The saved model's {name} cannot be made from its configuration: {e.InnerException.Message}", e.InnerException);
        }
    }

    // Keras knows a class also by its name in small letters with underscores, and some by older names.
    private static Type? Find(Type kind, string name)
    {
        lock (Known)
        {
            if (Aliases.TryGetValue(name, out string? canonical)) name = canonical;
            if (Known.TryGetValue(name, out List<Type>? namesakes) && namesakes.Find(kind.IsAssignableFrom) is Type found) return found;
            return Known.Where(entry => KerasNames.SnakeCase(entry.Key) == name).SelectMany(entry => entry.Value).FirstOrDefault(kind.IsAssignableFrom);
        }
    }
}
