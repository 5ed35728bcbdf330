using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>Gives every layer of a model a name of its own: <c>dense</c>, <c>dense_1</c>, …</summary>
internal static class LayerNames
{
    public static void Assign(IReadOnlyList<Layer> layers, string model)
    {
        var taken = new HashSet<string>();
        foreach (Layer layer in layers.Where(layer => layer.HasOwnName))
            if (!taken.Add(layer.Name))
                throw new ArgumentException($"Model '{model}' has two layers named '{layer.Name}'. Rename one, or apply one layer twice to share it.");
        var next = new Dictionary<string, int>();
        foreach (Layer layer in layers.Where(layer => !layer.HasOwnName))
        {
            string stem = KerasNames.LayerName(layer.GetType()), name;
            do
            {
                int number = next.TryGetValue(stem, out int n) ? n : 0;
                next[stem] = number + 1;
                name = number == 0 ? stem : $"{stem}_{number}";
            }
            while (!taken.Add(name));
            layer.NameAutomatically(name);
        }
    }
}
