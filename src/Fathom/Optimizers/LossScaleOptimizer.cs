using System.Text.Json.Nodes;
using Fathom.Native;
using Fathom.Saving;
using Fathom.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>
/// Keeps gradients of low precision from vanishing: scales the loss up as far as the gradients stay finite (Micikevicius et al. 2018, section 3.2;
/// <c>keras.optimizers.LossScaleOptimizer</c>).
/// </summary>
/// <remarks>
/// A batch with a gradient that is not finite is skipped and the scale halved; after <see cref="DynamicGrowthSteps"/> batches without one the scale is doubled.
/// </remarks>
public sealed class LossScaleOptimizer : Optimizer, IFromConfig<LossScaleOptimizer>
{
    private int _calm;

    /// <summary>Wraps an optimizer.</summary>
    /// <param name="inner">Takes the steps; its options are those that count.</param>
    /// <exception cref="ArgumentException">The optimizer scales the loss itself.</exception>
    public LossScaleOptimizer(Optimizer inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner is LossScaleOptimizer or SlotOptimizer { LossScaleFactor: not null })
            throw new ArgumentException($"The {inner.GetType().Name} scales the loss itself. Leave its LossScaleFactor out, or use it without a LossScaleOptimizer.", nameof(inner));
        Inner = inner;
    }

    /// <summary>The optimizer that takes the steps.</summary>
    public Optimizer Inner { get; }

    /// <summary>The first scale; 2¹⁵ unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or not finite.</exception>
    public double InitialScale
    {
        get;
        init
        {
            if (value is not (> 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(value), value, "A loss is scaled by a positive number; 32768 is usual.");
            // As precise as Keras keeps it, so that a saved scale is the same one.
            Scale = (float)(field = value);
        }
    } = 32768;

    /// <summary>After how many batches with finite gradients the scale is doubled; 2000 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int DynamicGrowthSteps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The scale grows after at least one batch.");
    } = 2000;

    /// <summary>The scale now.</summary>
    public double Scale { get; private set; } = 32768;

    /// <inheritdoc/>
    public override Schedule LearningRate { get => Inner.LearningRate; set => Inner.LearningRate = value; }

    /// <inheritdoc/>
    public override double CurrentLearningRate => Inner.CurrentLearningRate;

    /// <inheritdoc/>
    public override long Iterations => Inner.Iterations;

    /// <inheritdoc/>
    public override bool KeepsAverage => Inner.KeepsAverage;

    /// <inheritdoc/>
    public static LossScaleOptimizer FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Optimizer inner = KerasRegistry.Deserialize<Optimizer>(config["inner_optimizer"]) ?? throw new ModelFormatException("A saved LossScaleOptimizer has no inner_optimizer.");
        return new(inner) { InitialScale = config.Get("initial_scale", 32768.0), DynamicGrowthSteps = config.Get("dynamic_growth_steps", 2000) };
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["name"] = "loss_scale_optimizer",
        ["inner_optimizer"] = KerasRegistry.Serialize(Inner, "keras.optimizers"),
        ["initial_scale"] = InitialScale,
        ["dynamic_growth_steps"] = DynamicGrowthSteps,
    };

    /// <inheritdoc/>
    internal override double LossScale => Scale;

    /// <inheritdoc/>
    public override void FinalizeValues(ParameterBuffer parameters) => Inner.FinalizeValues(parameters);

    /// <inheritdoc/>
    public override void ExchangeAverage(ParameterBuffer parameters) => Inner.ExchangeAverage(parameters);

    /// <inheritdoc/>
    public override OptimizerState ExportState()
    {
        OptimizerState inner = Inner.ExportState();
        // Keras's wrapper has a counter and a learning rate of its own that never change.
        OptimizerVariable[] own =
            [OptimizerVariable.Counter("iteration", 0), OptimizerVariable.Number("learning_rate", 0), OptimizerVariable.Counter("step_counter", _calm), OptimizerVariable.Number("dynamic_scale", Scale)];
        return inner with { Variables = [.. own, .. inner.Variables] };
    }

    /// <inheritdoc/>
    public override void ImportState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Variables.Count < 4)
            throw new ArgumentException($"There are {state.Variables.Count} variables where a {nameof(LossScaleOptimizer)} has four before those of its inner optimizer.", nameof(state));
        Inner.ImportState(state with { Variables = [.. state.Variables.Skip(4)] });
        _calm = (int)state.Variables[2].AsCount;
        Scale = state.Variables[3].Values.Span[0];
    }

    /// <inheritdoc/>
    internal override (long Numbers, int Counters) StateSize => (Inner.StateSize.Numbers + 2, Inner.StateSize.Counters + 2);

    /// <inheritdoc/>
    internal override void Step(ParameterBuffer parameters, bool bySpans)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (!(bySpans ? AreFinite(parameters) : parameters.Gradients.isfinite().all().item<bool>()))
        {
            (Scale, _calm) = (Scale / 2, 0);
            return;
        }
        if (bySpans) Unscale(parameters);
        else _ = parameters.Gradients.mul_(1 / Scale);
        Inner.Step(parameters, bySpans);
        if (++_calm < DynamicGrowthSteps) return;
        (Scale, _calm) = (Scale * 2, 0);
    }

    private static bool AreFinite(ParameterBuffer parameters)
    {
        ReadOnlySpan<float> gradients = parameters.FlatGradients.Floats();
        foreach (BufferRun run in parameters.GradientRuns())
            if (!FlatMath.AllFinite(gradients[run.Start..run.End])) return false;
        return true;
    }

    private void Unscale(ParameterBuffer parameters)
    {
        Span<float> gradients = parameters.FlatGradients.Floats();
        foreach (BufferRun run in parameters.GradientRuns()) FlatMath.Scale(gradients[run.Start..run.End], (float)(1 / Scale));
    }
}
