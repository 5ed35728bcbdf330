using System.Text.Json.Nodes;

namespace Fathom.Saving;

/// <summary>Something a saved model describes by class name and options.</summary>
public interface IKerasSerializable
{
    /// <summary>The options as Keras writes them, enough to make the object again.</summary>
    /// <returns>A JSON object.</returns>
    JsonObject GetConfig();
}
