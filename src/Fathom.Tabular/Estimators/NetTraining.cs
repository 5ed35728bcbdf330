using Fathom.Models;

namespace Fathom.Tabular;

/// <summary>A net that is built, trained on rows and asked about rows.</summary>
internal sealed class NetTraining
{
    private readonly Func<int, Model>? _build;
    private Model? _fitted;

    public NetTraining(Func<int, Model> build) => _build = build;

    public NetTraining(Model fitted) => _fitted = fitted;

    public int Epochs
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Epochs), value, "A fit goes through the rows at least once.");
    } = 10;

    public int BatchSize
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "A step takes at least one row.");
    } = 32;

    public Model Fitted => _fitted ?? throw new InvalidOperationException("This net has not been fitted. Call Fit.");

    public void Fit(double[,] features, Samples targets)
    {
        if (_build is null)
            throw new InvalidOperationException($"The net '{Fitted.Name}' came from a file, which holds no code that builds another: it predicts. To fit anew, make a pipeline as in the program that saved it.");
        Model net = _build(features.GetLength(1)) ?? throw new InvalidOperationException("The function that builds the net returned null. Return a compiled model.");
        net.Fit(Matrices.Narrow(features), targets, Epochs, BatchSize, verbose: Verbosity.Silent);
        _fitted = net;
    }

    public float[,] Predict(double[,] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Samples outputs = Fitted.Predict(Matrices.Narrow(features));
        return outputs.Shape.Count == 1 ? outputs.ToMatrix()
            : throw new InvalidOperationException($"The net '{Fitted.Name}' gives outputs of shape {outputs.Shape} per row. End it with a layer of units, such as Dense.");
    }
}
