using Fathom.Layers;
using Fathom.Models;
using Fathom.Saving;

namespace Fathom.Foreign;

/// <summary>Weights of other programs, into models and out of them.</summary>
public static class ForeignWeights
{
    extension(Model model)
    {
        /// <summary>The weights by name, to be written with <see cref="SafeTensors.Write"/>: <c>conv1/kernel</c>, laid out as here and in Keras.</summary>
        /// <param name="type">How the values are written: single precision, or another type with fractions.</param>
        /// <returns>Copies of the weights as they are now.</returns>
        /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
        public IReadOnlyList<NamedTensor> ToNamedTensors(ElementType type = ElementType.Float32)
        {
            ArgumentNullException.ThrowIfNull(model);
            model.NeedWeights("write its weights");
            return [.. WeightNames.Of(model.Layers).Select(found => NamedTensor.From(found.Name, found.Weight.ToArray(), found.Weight.Shape, type))];
        }

        /// <summary>
        /// Loads weights of a foreign file, brought into the layout of the layers. Unless the mapping is partial, everything must match, and nothing is changed where it does
        /// not.
        /// </summary>
        /// <param name="tensors">From <see cref="SafeTensors.Read"/> or <see cref="TorchFile.Read(string)"/>.</param>
        /// <param name="mapping">Leads from the names in the file to the layers' names, for example <c>WeightMapping.PyTorch.StripPrefix("module.")</c>.</param>
        /// <returns>What matched, what did not, and which shapes differ; its text is a table.</returns>
        /// <exception cref="InvalidOperationException">The weights do not exist yet, or a layer computes in a way that the other program's does not.</exception>
        /// <exception cref="ModelFormatException">Something does not match and the mapping is strict, or two tensors were given one name. The message holds the table.</exception>
        public WeightLoadReport LoadForeign(NamedTensors tensors, WeightMapping mapping)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(tensors);
            ArgumentNullException.ThrowIfNull(mapping);
            model.NeedWeights("load weights into it");
            var renamed = new Dictionary<string, NamedTensor>(StringComparer.Ordinal);
            var unmatched = new List<WeightMatch>();
            foreach (NamedTensor tensor in tensors)
            {
                // PyTorch's count of batches steers nothing where momentum is given.
                string? name = mapping.Layout == WeightLayout.PyTorch && tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal) ? null : mapping.Apply(tensor.Name);
                if (name is null) unmatched.Add(new(WeightFate.Ignored, "", [], tensor.Name, tensor.Shape.ToArray(), ""));
                else if (!renamed.TryAdd(name, tensor))
                    throw new ModelFormatException($"The rules give '{tensor.Name}' and '{renamed[name].Name}' of '{tensors.Source}' one name, '{name}'. Make the rules tell them apart.");
            }
            var entries = new List<WeightMatch>();
            var used = new HashSet<string>();
            var loads = new List<(ForeignWeight Target, NamedTensor[] From)>();
            foreach (ForeignWeight target in Targets(model, mapping))
            {
                NamedTensor[] from = [.. target.Source.Names.Select(name => renamed.GetValueOrDefault(name)).OfType<NamedTensor>()];
                used.UnionWith(target.Source.Names);
                int[] shape = target.Weight.Shape.ToArray();
                if (from.Length < target.Source.Names.Count)
                {
                    entries.Add(new(WeightFate.Missing, target.Name, shape, string.Join(" + ", target.Source.Names), [], ""));
                    continue;
                }
                int wrong = Array.FindIndex([.. from.Zip(target.Source.Shapes, (tensor, wanted) => tensor.Shape.SequenceEqual(wanted))], same => !same);
                if (wrong >= 0)
                {
                    entries.Add(new(WeightFate.ShapeDiffers, target.Name, shape, from[wrong].Name, from[wrong].Shape.ToArray(), $"wanted {WeightLoadReport.Axes(target.Source.Shapes[wrong])}"));
                    continue;
                }
                entries.Add(new(WeightFate.Loaded, target.Name, shape, string.Join(" + ", from.Select(tensor => tensor.Name)), from[0].Shape.ToArray(), target.Source.Change));
                loads.Add((target, from));
            }
            foreach ((string name, NamedTensor tensor) in renamed)
                if (!used.Contains(name))
                    unmatched.Add(new(WeightFate.Unused, "", [], tensor.Name, tensor.Shape.ToArray(), name == tensor.Name ? "" : $"renamed to {name}"));
            var report = new WeightLoadReport([.. entries, .. unmatched]);
            if (mapping.IsStrict && !report.IsComplete)
                throw new ModelFormatException(
                    $"The weights of '{tensors.Source}' do not all match model '{model.Name}', so none were loaded. Add rules to the mapping, or load what matches with Partial().{Environment.NewLine}{report}");
            foreach ((ForeignWeight target, NamedTensor[] from) in loads) target.Weight.Assign(target.Source.Convert([.. from.Select(tensor => tensor.ToArray<float>())]));
            return report;
        }
    }

    private static IEnumerable<ForeignWeight> Targets(Model model, WeightMapping mapping)
    {
        if (mapping.Layout == WeightLayout.Keras)
            return WeightNames.Of(model.Layers).Select(found => new ForeignWeight(found.Name, found.Weight, WeightSource.Same(found.Name, found.Weight.Shape)));
        var flattened = new Dictionary<Layer, Shape>(FlattenedImages.Of(model));
        foreach ((string name, Shape image) in mapping.FlattenedShapes) flattened[model.GetLayer(name)] = image;
        return new TorchLayout(flattened).Of(model.Layers).DistinctBy(target => target.Weight);
    }
}
