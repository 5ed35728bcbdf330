using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Models;

// Files of Keras 2 and TensorFlow.js.
public partial class Model
{
    private static Model FromLegacy(LegacyModel legacy, string path, string device, bool compile)
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
        if (open.Count > 0) throw new ModelFormatException($"'{path}' holds no values for {open.Count} of the model's weights, among them '{open.First().Path}'. Save the model again.");
        if (compile && legacy.Training is LegacyTraining training) model.Recompile(training, path, device);
        return model;
    }

    private void Recompile(LegacyTraining training, string path, string device)
    {
        try
        {
            Recompile(training.Compile, device);
            if (training.IsOrdered) AssignOptimizer(training.State.Select((variable, i) => (Path: FormattableString.Invariant($"{OptimizerFolder}{i}"), variable)).ToDictionary(pair => pair.Path, pair => pair.variable), path);
            else if (_compilation!.Optimizer is SlotOptimizer optimizer && optimizer.SlotGroups is { } groups && LegacySlots.Iterations(training.State) is long steps)
                AssignSlots(optimizer, groups, steps, training.State);
        }
        catch (Exception e) when (e is ModelFormatException or ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or NullReferenceException)
        {
            throw new ModelFormatException($"'{path}' was compiled with what cannot be had here: {e.Message.TrimEnd('.')}. Load it with compile: false and compile it anew.", e);
        }
    }

    // In the order of Keras 3: those listed together weight by weight.
    private void AssignSlots(SlotOptimizer optimizer, IReadOnlyList<IReadOnlyList<string>> groups, long steps, IReadOnlyList<StoredWeight> state)
    {
        Weight[] weights = [.. TrainableWeights];
        IReadOnlyDictionary<string, IReadOnlyList<StoredWeight>> found = LegacySlots.BySlot(state, [.. groups.SelectMany(group => group)], weights.Length);
        var variables = new List<OptimizerVariable> { OptimizerVariable.Counter("iteration", steps) };
        if (optimizer.LearningRate.IsConstant) variables.Add(OptimizerVariable.Number("learning_rate", optimizer.LearningRate.At(0)));
        foreach (IReadOnlyList<string> group in groups)
            for (int i = 0; i < weights.Length; i++)
                foreach (string slot in group)
                {
                    StoredWeight stored = found.TryGetValue(slot, out IReadOnlyList<StoredWeight>? values) && values.Count == weights.Length
                        ? values[i]
                        : throw new ModelFormatException($"the {optimizer.GetType().Name} has {weights.Length} values of {slot}, but the file {values?.Count ?? 0}");
                    if (!weights[i].Shape.SequenceEqual(stored.Shape))
                        throw new ModelFormatException($"'{stored.Path}' has shape ({string.Join(", ", stored.Shape)}) where the weight '{weights[i].Path}' has ({string.Join(", ", weights[i].Shape.ToArray())})");
                    variables.Add(new(slot, stored.Shape, stored.Values));
                }
        optimizer.ImportState(new(variables, optimizer.LearningRate));
    }

    private static Layer? Inside(Model model, string name) =>
        model.Layers.OfType<Model>().SelectMany(inner => inner.Layers.Where(layer => layer.Name == name).Concat(Inside(inner, name) is Layer deeper ? [deeper] : [])).FirstOrDefault();
}
