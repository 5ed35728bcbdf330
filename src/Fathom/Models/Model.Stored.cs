using Fathom.Layers;
using Fathom.Optimizers;
using Fathom.Saving;

namespace Fathom.Models;

// The arrays of a weights file: those of the layers, and the optimizer's variables.
public partial class Model
{
    private const string OptimizerFolder = "optimizer/vars/";

    private StoredGroup[] StoredGroups() => [
        .. WeightPaths.Groups(this),
        .. _compilation is null ? (IEnumerable<StoredGroup>)[] : [new StoredGroup(OptimizerFolder.TrimEnd('/'), (string)_compilation.Optimizer.GetConfig()["name"]!)],
    ];

    private IEnumerable<NamedTensor> StoredWeights()
    {
        foreach ((string path, Weight weight) in WeightPaths.Of(this)) yield return new NamedTensor(path, ElementType.Float32, weight.Shape.ToArray(), new WeightStorage(weight), 0);
        if (_compilation is null) yield break;
        IReadOnlyList<OptimizerVariable> variables = _compilation.Optimizer.ExportState().Variables;
        for (int i = 0; i < variables.Count; i++)
        {
            string path = FormattableString.Invariant($"{OptimizerFolder}{i}");
            int[] shape = [.. variables[i].Shape];
            yield return variables[i].Count is long count
                ? new NamedTensor(path, ElementType.Int64, shape, new MemoryStorage(BitConverter.GetBytes(count)), 0)
                : new NamedTensor(path, ElementType.Float32, shape, new ValueStorage(variables[i].Values), 0);
        }
    }

    private void AssignWeights(IReadOnlyDictionary<string, StoredWeight> weights, string path)
    {
        foreach ((string place, Weight weight) in WeightPaths.Of(this))
        {
            if (!weights.TryGetValue(place, out StoredWeight? stored))
                throw new ModelFormatException($"'{path}' has no weight '{place}' for '{weight.Name}'. It holds: {string.Join(", ", weights.Keys.Take(20))}.");
            if (!weight.Shape.SequenceEqual(stored.Shape))
                throw new ModelFormatException(
                    $"Weight '{place}' in '{path}' has shape ({string.Join(", ", stored.Shape)}) but the model's '{weight.Name}' has ({string.Join(", ", weight.Shape.ToArray())}). " +
                    "The file belongs to another architecture.");
            weight.Assign(stored.Values);
        }
    }

    private void AssignOptimizer(IReadOnlyDictionary<string, StoredWeight> weights, string path)
    {
        var variables = new List<OptimizerVariable>();
        while (weights.TryGetValue(FormattableString.Invariant($"{OptimizerFolder}{variables.Count}"), out StoredWeight? stored))
            variables.Add(new(stored.Path, stored.Shape, stored.Values) { Count = stored.Count });
        if (variables.Count == 0) return;
        Optimizer optimizer = _compilation!.Optimizer;
        int rate = optimizer.ExportState().Variables.Select((variable, i) => variable.Name == "learning_rate" ? i : -1).Max();
        // The file's number is rounded: where it is the compiled one, that is exact.
        bool known = rate >= 0 && rate < variables.Count && optimizer.LearningRate.IsConstant && variables[rate].Values.Span is [float written] && written == (float)optimizer.LearningRate.At(0);
        try
        {
            optimizer.ImportState(new(variables, known ? optimizer.LearningRate : null));
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"The optimizer's variables in '{path}' do not belong to the {optimizer.GetType().Name} that model '{Name}' is compiled with ({e.Message})", e);
        }
    }
}
