using Fathom.Callbacks;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Forecasting;

/// <summary>A net trained on windows of one series; each window ends at a forecast origin.</summary>
internal sealed class TrainedNetwork
{
    private readonly Model _model;
    private readonly Dataset _windows;
    private readonly int _steps;

    private TrainedNetwork(Model model, Dataset windows, int steps, History history)
    {
        _model = model;
        _windows = windows;
        _steps = steps;
        History = history;
    }

    /// <summary>The figures of every epoch, on scaled targets.</summary>
    public History History { get; }

    /// <summary>The number of weights.</summary>
    public long ParameterCount => _model.ParameterCount;

    /// <summary>Trains a net.</summary>
    /// <param name="build">Makes the net for (timesteps, features).</param>
    /// <param name="sequence">(rows, features), scaled; row t is known at origin t.</param>
    /// <param name="targets">(rows), scaled; element t is the target of origin t, any finite number where it is not trained on.</param>
    /// <param name="steps">Rows in a window.</param>
    /// <param name="training">Origins to train on, each at least <paramref name="steps"/> − 1.</param>
    /// <param name="validation">Later origins that decide when to stop.</param>
    /// <param name="recipe">How to train.</param>
    /// <param name="seed">Decides initial weights, order and dropout.</param>
    /// <param name="cancellation">Ends training after the current batch.</param>
    /// <returns>The trained net, with the weights that were best on the validation origins.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public static TrainedNetwork Train(
        Func<int, int, Model> build, float[,] sequence, float[] targets, int steps, ReadOnlySpan<int> training, ReadOnlySpan<int> validation, NetworkRecipe recipe,
        int seed, CancellationToken cancellation)
    {
        using IDisposable seeds = Seeds.Use(seed);
        // A window's target stands at its first row: with a delay the last windows, whose targets lie inside them, would count as reaching beyond the series.
        float[] byStart = [.. targets.AsSpan(steps - 1), .. new float[steps - 1]];
        Dataset windows = Dataset.Windows(sequence, byStart, steps).Batch(recipe.BatchSize);
        Model model = build(steps, sequence.GetLength(1));
        model.Compile(new Adam(recipe.LearningRate) { GlobalClipNorm = 1 }, recipe.Loss, device: recipe.Device);
        History history = model.Fit(
            windows.Select(Starts(training, steps)).Shuffle(), recipe.Epochs, windows.Select(Starts(validation, steps)).Batch(1024),
            [new EarlyStopping { Patience = recipe.Patience, RestoreBestWeights = true }], Verbosity.Silent, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new TrainedNetwork(model, windows, steps, history);
    }

    /// <summary>Forecasts, in the scale of the targets.</summary>
    /// <param name="origins">Each at least the window's length − 1.</param>
    /// <returns>One forecast per origin.</returns>
    public float[] Predict(ReadOnlySpan<int> origins) => _model.Predict(_windows.Select(Starts(origins, _steps)).Batch(1024))[0].ToArray();

    // A window that ends at an origin begins so many rows before it.
    private static int[] Starts(ReadOnlySpan<int> origins, int steps)
    {
        int[] starts = new int[origins.Length];
        for (int i = 0; i < starts.Length; i++) starts[i] = origins[i] - (steps - 1);
        return starts;
    }
}
