using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Something that can be made again from the options Keras writes for it.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IFromConfig<TSelf> : IKerasSerializable where TSelf : IFromConfig<TSelf>
{
    /// <summary>Makes the object.</summary>
    /// <param name="config">As <see cref="IKerasSerializable.GetConfig"/> gives it.</param>
    /// <returns>The object.</returns>
    static abstract TSelf FromConfig(JsonObject config);
}
