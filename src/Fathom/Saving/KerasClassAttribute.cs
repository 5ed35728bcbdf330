namespace Fathom.Saving;

/// <summary>The class name Keras writes for this type, where it is not the type's own name.</summary>
/// <param name="name">The name, for example <c>InputLayer</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KerasClassAttribute(string name) : Attribute
{
    /// <summary>The class name in Keras.</summary>
    public string Name { get; } = name;

    /// <summary>The class's own name, which layers and groups of weights are named by, where Keras exports the class under another; else none.</summary>
    public string? OwnName { get; init; }

    /// <summary>Where Keras finds the class, if not in the module of its kind.</summary>
    public string? Module { get; init; }

    /// <summary>The name Keras has registered the class under, for a class it does not export.</summary>
    public string? RegisteredName { get; init; }
}
