using System.Text.Json.Nodes;
using Fathom.Constraints;
using Fathom.Initializers;
using Fathom.Regularizers;
using Fathom.Saving;

namespace Fathom.Layers;

/// <summary>Reads and writes the options of layers that are objects themselves: activations, initializers, regularizers, constraints.</summary>
public static class LayerOptions
{
    extension(JsonObject config)
    {
        /// <summary>The activation under a key, written as a name or as a description of a function; linear where it is missing or null.</summary>
        /// <param name="key">Its name in Keras.</param>
        /// <returns>The activation.</returns>
        /// <exception cref="ModelFormatException">It is neither.</exception>
        /// <exception cref="ArgumentException">There is no activation of that name.</exception>
        public Activation GetActivation(string key) => config[key] switch
        {
            null => Activation.Linear,
            JsonObject function when (string?)function["class_name"] == "function" => Activation.FromName(function.Need<string>("config")),
            JsonObject other => throw new ModelFormatException(
                $"The activation {other.ToJsonString()} is no function. Where a layer serves as activation, put it after the layer instead."),
            _ => Activation.FromName(config.Need<string>(key)),
        };

        /// <summary>Reads an initializer.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="otherwise">What holds where the configuration has none.</param>
        /// <returns>The initializer.</returns>
        public Initializer GetInitializer(string key, Initializer otherwise) => KerasRegistry.Deserialize<Initializer>(config[key]) ?? otherwise;

        /// <summary>Reads a regularizer.</summary>
        /// <param name="key">The option's name.</param>
        /// <returns>The regularizer, or none.</returns>
        public Regularizer? GetRegularizer(string key) => KerasRegistry.Deserialize<Regularizer>(config[key]);

        /// <summary>Reads a constraint.</summary>
        /// <param name="key">The option's name.</param>
        /// <returns>The constraint, or none.</returns>
        public Constraint? GetConstraint(string key) => KerasRegistry.Deserialize<Constraint>(config[key]);

        /// <summary>Writes an initializer.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="value">The initializer.</param>
        public void Put(string key, Initializer value) => config[key] = KerasRegistry.Serialize(value, "keras.initializers");

        /// <summary>Writes a regularizer.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="value">The regularizer, or none.</param>
        public void Put(string key, Regularizer? value) => config[key] = KerasRegistry.Serialize(value, "keras.regularizers");

        /// <summary>Writes a constraint.</summary>
        /// <param name="key">The option's name.</param>
        /// <param name="value">The constraint, or none.</param>
        public void Put(string key, Constraint? value) => config[key] = KerasRegistry.Serialize(value, "keras.constraints");
    }
}
