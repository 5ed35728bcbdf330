namespace Fathom.Layers;

/// <summary>Names weights by the layers they are in, as <c>dense/kernel</c> or <c>encoder/dense/kernel</c>.</summary>
internal static class WeightNames
{
    /// <summary>The weights of layers, each once under the first name it is found by.</summary>
    public static IEnumerable<(string Name, Layer Layer, Weight Weight)> Of(IEnumerable<Layer> layers)
    {
        var seen = new HashSet<Weight>();
        return layers.SelectMany(layer => Under(layer, layer.Name)).Where(found => seen.Add(found.Weight));
    }

    private static IEnumerable<(string Name, Layer Layer, Weight Weight)> Under(Layer layer, string path) =>
        layer.OwnWeights.Select(weight => ($"{path}/{weight.Name}", layer, weight)).Concat(layer.Sublayers.SelectMany(inner => Under(inner, $"{path}/{inner.Name}")));
}
