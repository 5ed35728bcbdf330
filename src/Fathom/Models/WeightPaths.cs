using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>
/// Where each weight lies in a weights file. Keras addresses layers by class, not by name: <c>layers/dense</c>, <c>layers/dense_1</c>, in the model's order.
/// </summary>
internal static class WeightPaths
{
    public static IEnumerable<(string Path, Weight Weight)> Of(Model model)
    {
        var seen = new HashSet<Layer>();
        return Of(model, "", seen);
    }

    private static IEnumerable<(string, Weight)> Of(Layer layer, string prefix, HashSet<Layer> seen)
    {
        if (!seen.Add(layer)) yield break;
        for (int i = 0; i < layer.OwnWeights.Count; i++) yield return ($"{prefix}vars/{i}", layer.OwnWeights[i]);
        var counts = new Dictionary<string, int>();
        foreach (Layer inner in layer.Sublayers)
            foreach ((string, Weight) place in Of(inner, $"{prefix}{layer.FolderOf(inner) ?? ByClass(layer, inner)}/", seen))
                yield return place;

        string ByClass(Layer outer, Layer inner)
        {
            string name = KerasNames.LayerName(inner.GetType());
            int number = counts.TryGetValue(name, out int n) ? n + 1 : 0;
            counts[name] = number;
            return $"{outer.SublayerFolder}{name}{(number == 0 ? "" : $"_{number}")}";
        }
    }
}
