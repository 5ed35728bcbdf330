using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Foreign;

/// <summary>Finds the dense layers that take the flattened output of convolutions: their kernels' rows are in another order where channels come first.</summary>
internal static class FlattenedImages
{
    /// <summary>The shapes that were flattened, channels last; none for a model that computes in plain code.</summary>
    public static IReadOnlyDictionary<Layer, Shape> Of(Model model)
    {
        var found = new Dictionary<Layer, Shape>();
        Collect(model, found);
        return found;
    }

    private static void Collect(Model model, Dictionary<Layer, Shape> found)
    {
        if (model.Graph is null && model is not Sequential) return;
        foreach (LayerCall call in model.GetGraph().Calls)
        {
            if (call.Layer is Model inner) Collect(inner, found);
            if (call.Layer is Dense && Image(call.Inputs[0].Source) is Shape image) found.TryAdd(call.Layer, image);
        }
    }

    private static Shape? Image(Node node)
    {
        while (node.Layer is not Flatten)
        {
            if (node.Inputs.Count != 1 || node.Layer.OwnWeights.Count > 0 || node.Inputs[0].Shape.Count != 1) return null;
            node = node.Inputs[0].Source;
        }
        Shape shape = node.Inputs[0].Shape;
        return shape.Count > 1 && shape.IsKnown && FromFilters(node.Inputs[0].Source) ? shape : null;
    }

    // Sequences that recurrent layers give are flattened alike everywhere.
    private static bool FromFilters(Node node)
    {
        while (node.Layer is not (FilterLayer<int> or FilterLayer<Extent> or FilterLayer<Extent3D>))
        {
            bool keepsAxes = node.Layer is BatchNormalization or PReLU || (node.Layer.OwnWeights.Count == 0 && !node.Layer.Sublayers.Any() && node.Layer is not (Reshape or Permute));
            if (node.Inputs.Count == 0 || !keepsAxes) return false;
            node = node.Inputs[0].Source;
        }
        return true;
    }
}
