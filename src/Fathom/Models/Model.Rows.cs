using Fathom.Kernels;
using Fathom.Layers;
using Fathom.Models.Rows;

namespace Fathom.Models;

// One row at a time.
public partial class Model
{
    /// <summary>A copy of the model for one row at a time, without delay. For models whose layers follow one another, of the layers its message lists.</summary>
    /// <returns>The copy, with the weights as they are now.</returns>
    /// <exception cref="NotSupportedException">A layer has no path for single rows, or layers branch; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet.</exception>
    public RowPredictor RowPredictor() => Lanes.Count switch
    {
        16 => RowPredictor<Lanes512>(),
        8 => RowPredictor<Lanes256>(),
        4 => RowPredictor<Lanes128>(),
        _ => RowPredictor<Lanes1>(),
    };

    private RowPredictor RowPredictor<T>() where T : unmanaged, ILanes<T>
    {
        NeedWeights("make a predictor of rows");
        if (LayerChain is not { } chain)
            throw new NotSupportedException($"Model '{Name}' is not a chain of layers, each taking what the one before gives, so it has no path for single rows. Use Predict.");
        Shape input = InputShapes[0], reached = input;
        if (!input.IsKnown) throw new NotSupportedException($"Model '{Name}' takes inputs of any length, {input}. Declare the Input with all lengths to predict row by row.");
        var stages = new List<RowStage>();
        foreach (Layer layer in chain)
        {
            stages.AddRange(RowCompiler<T>.Compile(layer, reached));
            reached = layer.ComputeOutputShapes([reached])[0];
        }
        return new RowPredictor(input, reached, [.. stages]);
    }
}
