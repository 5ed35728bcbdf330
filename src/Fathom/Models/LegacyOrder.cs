using Fathom.Layers;

namespace Fathom.Models;

/// <summary>The order in which Keras 2 lists the weights of a layer: those that training changes, then the others; a layer that is frozen has none of the first kind.</summary>
internal static class LegacyOrder
{
    public static IEnumerable<Weight> Of(Layer layer) => Changing(layer).Concat(Fixed(layer)).Distinct();

    private static IEnumerable<Weight> Changing(Layer layer) => layer.Trainable ? layer.OwnWeights.Where(weight => weight.IsTrainable).Concat(layer.Sublayers.SelectMany(Changing)) : [];

    private static IEnumerable<Weight> Fixed(Layer layer) => layer.Trainable
        ? layer.OwnWeights.Where(weight => !weight.IsTrainable).Concat(layer.Sublayers.SelectMany(Fixed))
        : layer.OwnWeights.OrderBy(weight => !weight.IsTrainable).Concat(layer.Sublayers.SelectMany(Of));
}
