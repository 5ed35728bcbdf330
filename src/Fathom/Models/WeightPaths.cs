using Fathom.Layers;
using Fathom.Saving;

namespace Fathom.Models;

/// <summary>
/// Where each weight lies in a weights file. Keras addresses layers by class, not by name: <c>layers/dense</c>, <c>layers/dense_1</c>, in the model's order.
/// </summary>
internal static class WeightPaths
{
    /// <summary>Every weight and its place.</summary>
    public static IEnumerable<(string Path, Weight Weight)> Of(Model model) => Walk(model, "", []).SelectMany(found => found.Layer.OwnWeights.Select((weight, i) => ($"{found.Prefix}vars/{i}", weight)));

    /// <summary>The group of every layer, also of one without weights, with the layer's name.</summary>
    public static IEnumerable<StoredGroup> Groups(Model model) => Walk(model, "", []).Select(found => new StoredGroup($"{found.Prefix}vars", found.Layer.Name));

    private static IEnumerable<(string Prefix, Layer Layer)> Walk(Layer layer, string prefix, HashSet<Layer> seen)
    {
        if (!seen.Add(layer)) yield break;
        yield return (prefix, layer);
        var counts = new Dictionary<string, int>();
        // A Sequential does not list where data enters.
        foreach (Layer inner in layer.Sublayers.Where(inner => layer is not Sequential || inner is not Input))
            foreach ((string, Layer) place in Walk(inner, $"{prefix}{layer.FolderOf(inner) ?? ByClass(layer, inner)}/", seen))
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
