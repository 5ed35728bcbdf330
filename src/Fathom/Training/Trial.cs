using Fathom.Layers;
using Fathom.Optimizers;

namespace Fathom.Training;

/// <summary>Training that leaves no trace: what it changes in a model and its optimizer, and the seeds it draws, are put back when this is disposed.</summary>
internal sealed class Trial(ITrainable model) : IDisposable
{
    private readonly float[][] _weights = model.GetWeights();
    private readonly OptimizerState _optimizer = model.Optimizer.ExportState();
    private readonly ulong[] _streams = [.. model.RandomStreams.Select(stream => stream.State)];
    private readonly ulong _seed = Seeds.State;

    public void Dispose()
    {
        model.SetWeights(_weights);
        model.Optimizer.ImportState(_optimizer);
        foreach ((RandomStream stream, ulong state) in model.RandomStreams.Zip(_streams)) stream.State = state;
        Seeds.State = _seed;
    }
}
