using System.Text.Json.Nodes;
using Fathom.Regularizers;
using Fathom.Saving;

namespace Fathom.Layers;

// A layer's options as Keras writes them.
public abstract partial class Layer : IReadsCommonOptions
{
    /// <summary>The options as Keras writes them, enough to make the layer again.</summary>
    /// <returns>A JSON object; what all layers have, such as <c>name</c>, <c>trainable</c> and <c>dtype</c>, is in it.</returns>
    public JsonObject GetConfig()
    {
        var config = new JsonObject
        {
            ["name"] = Name,
            ["trainable"] = Trainable,
            ["dtype"] = new JsonObject
            {
                ["module"] = "keras",
                ["class_name"] = "DTypePolicy",
                ["config"] = new JsonObject { ["name"] = DTypePolicy.Name },
                ["registered_name"] = null,
            },
        };
        if (ActivityRegularizer is not null) config["activity_regularizer"] = KerasRegistry.Serialize(ActivityRegularizer, "keras.regularizers");
        WriteConfig(config);
        return config;
    }

    // What all layers have, besides name and Trainable.
    void IReadsCommonOptions.ReadCommon(JsonObject config)
    {
        string? policy = config["dtype"] switch
        {
            JsonObject described => (string?)described["config"]?["name"],
            JsonValue value when value.TryGetValue(out string? name) => name,
            _ => null,
        };
        // Inner layers have theirs already; plain types, such as the int32 of inputs, are not policies.
        if (policy is "mixed_bfloat16" or "mixed_float16") DTypePolicy = DTypePolicy.FromName(policy);
        ActivityRegularizer ??= KerasRegistry.Deserialize<Regularizer>(config["activity_regularizer"]);
    }

    /// <summary>Adds this layer's options to its configuration, under Keras's names.</summary>
    /// <param name="config">Where to add them.</param>
    protected virtual void WriteConfig(JsonObject config) { }
}
