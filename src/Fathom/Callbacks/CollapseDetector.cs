using Fathom.Layers;

namespace Fathom.Callbacks;

/// <summary>
/// Notices when training has come to nothing: dead rectifiers, constant predictions, vanished gradients. It says so once for each layer, with a mend, and training
/// goes on.
/// </summary>
/// <remarks>
/// A unit counts as dead when it gave zero for every sample of every batch of an epoch (Lu et al. 2019, "Dying ReLU and Initialization"). Rectifiers are known by
/// <c>relu</c> in a layer's options; units lie on the last axis. Costs a few reductions per batch.
/// </remarks>
public sealed class CollapseDetector : Callback
{
    private const double Flat = 1e-6, Vanished = 1e-10;

    private readonly List<CollapseFinding> _findings = [];
    private CollapseWatch? _watch;
    private bool _whole;

    /// <summary>The share of a layer's units that must be dead to be told of, in (0, 1]; 0.5 unless given. A few dead units are ordinary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double DeadShare
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share of dead units lies above 0 and up to 1, for example 0.5.");
    } = 0.5;

    /// <summary>Where findings are written; standard error unless given.</summary>
    public TextWriter Output { get; init; } = Console.Error;

    /// <summary>What the last run showed, in order.</summary>
    public IReadOnlyList<CollapseFinding> Findings => _findings;

    /// <inheritdoc/>
    protected override void OnFitBegin()
    {
        _watch?.End();
        _watch = new CollapseWatch(Run.Trainee);
        _findings.Clear();
        _whole = false;
    }

    /// <inheritdoc/>
    protected override void OnEpochBegin(int epoch)
    {
        _watch!.Reset();
        _whole = true;
    }

    /// <inheritdoc/>
    protected override void OnBatchEnd(int batch, Func<Scores> logs) => _watch!.LookAtGradients();

    /// <inheritdoc/>
    protected override void OnEpochEnd(int epoch, Scores logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        // A run that was taken up within an epoch has seen a part of it only.
        if (!_whole) return;
        foreach ((Layer layer, int dead, int units) in _watch!.DeadUnits())
            if (dead >= DeadShare * units)
                Tell(CollapseKind.DeadUnits, epoch, layer.Name,
                    $"{dead} of {units} units of '{layer.Name}' gave zero for every sample of the epoch and cannot learn any more. Lower the learning rate and train from new weights; use " +
                    "HeNormal as KernelInitializer, LeakyRelu or Elu for Relu, or normalise what comes before.");
        if (_watch.Spread is double spread && spread <= Flat)
            Tell(CollapseKind.ConstantPredictions, epoch, Run.Trainee.Name,
                $"'{Run.Trainee.Name}' gives the same prediction for every sample. Look for dead or saturated layers, scale the inputs, lower the learning rate and train from new weights.");
        if (logs["loss"] > Flat)
            foreach ((Layer layer, Weight weight, double largest) in _watch.Gradients())
                if (largest < Vanished)
                    Tell(CollapseKind.VanishedGradients, epoch, layer.Name,
                        $"The gradients of '{layer.Name}' ({weight.Name}) have vanished: it does not learn. Use relu or its kin for sigmoid and tanh in deep stacks, normalisation or " +
                        "shortcuts between layers, and look at the layers after it for dead units.");
    }

    /// <inheritdoc/>
    protected override void OnFitEnd()
    {
        _watch?.End();
        _watch = null;
    }

    private void Tell(CollapseKind kind, int epoch, string layer, string message)
    {
        if (_findings.Any(finding => finding.Kind == kind && finding.Layer == layer)) return;
        _findings.Add(new(kind, epoch, layer, message));
        Output.WriteLine($"Epoch {epoch + 1}: {message}");
    }
}
