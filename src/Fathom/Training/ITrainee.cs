using Fathom.Layers;
using Fathom.Optimizers;

namespace Fathom.Training;

/// <summary>What a callback may do to the model in training.</summary>
public interface ITrainee
{
    /// <summary>The model's name.</summary>
    string Name { get; }

    /// <summary>The model's layers.</summary>
    IReadOnlyList<Layer> Layers { get; }

    /// <summary>The architecture as Keras writes it, in JSON; null for a model whose code no text can hold.</summary>
    string? Architecture { get; }

    /// <summary>The optimizer in use; its learning rate may be changed.</summary>
    Optimizer Optimizer { get; }

    /// <summary>Copies all weights out.</summary>
    /// <returns>One array per weight, in the model's order.</returns>
    float[][] GetWeights();

    /// <summary>Overwrites all weights.</summary>
    /// <param name="weights">As <see cref="GetWeights"/> gave them.</param>
    void SetWeights(IReadOnlyList<float[]> weights);

    /// <summary>
    /// Whether the weights are, for now, the optimizer's moving average of them; setting it exchanges the two. Set it back before the next batch is trained on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer keeps no average.</exception>
    bool UsesAverage { get; set; }

    /// <summary>Saves the weights as a <c>.weights.h5</c> file.</summary>
    /// <param name="path">Where to.</param>
    void SaveWeights(string path);

    /// <summary>Saves the model as a <c>.keras</c> file.</summary>
    /// <param name="path">Where to.</param>
    void Save(string path);
}
