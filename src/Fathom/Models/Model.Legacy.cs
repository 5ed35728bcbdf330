using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

// Files of Keras 2 and TensorFlow.js.
public partial class Model
{
    private static Model FromLegacy(LegacyModel legacy, string path)
    {
        Model model;
        using WeightBudget.Scope budget = WeightBudget.Limit(legacy.Groups.Sum(group => group.Weights.Sum(weight => (long)weight.Values.Length)));
        try
        {
            model = KerasRegistry.Deserialize<Model>(legacy.Description)!;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ShapeException or ArgumentException or NullReferenceException)
        {
            throw new ModelFormatException($"The architecture in '{path}' is broken: {e.Message}", e);
        }
        if (!model.IsBuilt && model.DeclaredInputs is null) throw new ModelFormatException($"The model in '{path}' does not say what shape it takes, so its weights cannot be made. Build it in Keras with an input shape and save it again.");
        model.NeedWeights("load its weights");
        var byName = model.Layers.ToDictionary(layer => layer.Name);
        var open = new HashSet<Weight>(model.Weights);
        foreach (LegacyGroup group in legacy.Groups)
        {
            if (group.Weights.Count == 0) continue;
            // TensorFlow.js lists the weights of a model within the model by the layers inside.
            Layer layer = byName.TryGetValue(group.Layer, out Layer? known) ? known : Inside(model, group.Layer)
                ?? throw new ModelFormatException($"'{path}' holds weights of a layer '{group.Layer}', which its architecture does not have. It has: {string.Join(", ", byName.Keys)}.");
            Weight[] weights = [.. LegacyOrder.Of(layer)];
            if (weights.Length != group.Weights.Count)
                throw new ModelFormatException($"Layer '{group.Layer}' has {weights.Length} weights but '{path}' holds {group.Weights.Count}: {string.Join(", ", group.Weights.Select(weight => weight.Path))}.");
            foreach ((Weight weight, StoredWeight stored) in weights.Zip(group.Weights))
            {
                if (!weight.Shape.SequenceEqual(stored.Shape))
                    throw new ModelFormatException($"'{stored.Path}' in '{path}' has shape ({string.Join(", ", stored.Shape)}) but the weight '{weight.Name}' of layer '{group.Layer}' has ({string.Join(", ", weight.Shape.ToArray())}).");
                weight.Assign(stored.Values);
                open.Remove(weight);
            }
        }
        return open.Count == 0 ? model : throw new ModelFormatException($"'{path}' holds no values for {open.Count} of the model's weights, among them '{open.First().Path}'. Save the model again.");
    }

    private static Layer? Inside(Model model, string name) =>
        model.Layers.OfType<Model>().SelectMany(inner => inner.Layers.Where(layer => layer.Name == name).Concat(Inside(inner, name) is Layer deeper ? [deeper] : [])).FirstOrDefault();
}
