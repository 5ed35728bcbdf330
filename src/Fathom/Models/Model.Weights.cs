using Fathom.Layers;
using Fathom.Saving;
using Fathom.Training;

namespace Fathom.Models;

// All weights together: out and in, as arrays and as files.
public partial class Model
{
    private bool _usesAverage;

    /// <summary>Copies all weights out.</summary>
    /// <returns>One array per weight, in the order of <see cref="Layer.Weights"/>.</returns>
    public float[][] GetWeights() => [.. Weights.Select(weight => weight.ToArray())];

    /// <summary>Overwrites all weights.</summary>
    /// <param name="weights">As <see cref="GetWeights"/> gave them.</param>
    /// <exception cref="ArgumentException">The number of weights or of values differs.</exception>
    public void SetWeights(IReadOnlyList<float[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Weight[] own = [.. Weights];
        if (own.Length != weights.Count)
            throw new ArgumentException($"Model '{Name}' has {own.Length} weights but got {weights.Count}. Take them from a model of the same architecture.", nameof(weights));
        for (int i = 0; i < own.Length; i++) own[i].Assign(weights[i]);
    }

    /// <summary>
    /// Saves the weights as a Keras 3 weights file: an HDF5 file of one array per weight, and the optimizer's variables where the model was trained. Works for
    /// derived classes too. The file appears under its name only when it is complete.
    /// </summary>
    /// <param name="path">Where to; it ends in <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">It ends otherwise.</exception>
    /// <exception cref="InvalidOperationException">The weights do not exist yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveWeights(string path)
    {
        CheckWeightsPath(path);
        NeedWeights("save its weights");
        WeightsFile.Save(path, StoredGroups(), [.. StoredWeights()]);
    }

    /// <summary>
    /// Loads the weights of a Keras 3 weights file or of a training checkpoint into a model of the same architecture, and the optimizer's variables if the file holds
    /// some and the model is compiled: training then goes on from there.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path ends neither in <c>.weights.h5</c> nor in <c>.checkpoint</c>.</exception>
    /// <exception cref="InvalidOperationException">The model has no weights yet.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or belongs to another architecture.</exception>
    public void LoadWeights(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        bool isCheckpoint = path.EndsWith(".checkpoint", StringComparison.Ordinal);
        if (!isCheckpoint) CheckWeightsPath(path);
        NeedWeights("load its weights");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no weights file '{Path.GetFullPath(path)}'. Check the path, or save weights there first.", path);
        if (isCheckpoint)
        {
            TrainingCheckpoint.Read(path).ApplyWeights(this, _compilation is not null, path);
            return;
        }
        using FileStream file = File.OpenRead(path);
        IReadOnlyDictionary<string, StoredWeight> weights = WeightsFile.Read(file, path);
        AssignWeights(weights, path);
        if (_compilation is not null) AssignOptimizer(weights, path);
    }

    bool ITrainee.UsesAverage
    {
        get => _usesAverage;
        set
        {
            if (value == _usesAverage) return;
            if (!Compiled.Optimizer.KeepsAverage)
                throw new InvalidOperationException($"The {Compiled.Optimizer.GetType().Name} of model '{Name}' keeps no moving average of the weights. Set its UseEma.");
            Compiled.Optimizer.ExchangeAverage(Compiled.Parameters);
            _usesAverage = value;
        }
    }

    IEnumerable<Weight> ITrainable.AllWeights => Weights;

    IEnumerable<RandomStream> ITrainable.RandomStreams => RandomStreams;

    IEnumerable<CarriedStates> ITrainable.Carried => AllCarried;

    void ITrainable.TakeOverAverage(bool isInPlace) => _usesAverage = isInPlace;

    private static void CheckWeightsPath(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!path.EndsWith(".weights.h5", StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' does not end in .weights.h5, the format weights are saved in. For the whole model use Save and a path that ends in .keras.", nameof(path));
    }
}
