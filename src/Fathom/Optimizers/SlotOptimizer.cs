using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>An optimizer that keeps running values for every weight, with the options that Keras gives to all of them.</summary>
/// <remarks>
/// A rule is written twice: as one vectorised pass over spans for the CPU, and as tensor operations for other devices; a test holds the two together.
/// </remarks>
public abstract partial class SlotOptimizer : Optimizer
{
    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    private protected SlotOptimizer(Schedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        _learningRate = learningRate;
    }

    /// <summary>Creates an optimizer from the options common to all.</summary>
    /// <param name="config">As <see cref="GetConfig"/> gives them.</param>
    private protected SlotOptimizer(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _learningRate = Schedule.Deserialize(config["learning_rate"]);
        WeightDecay = Optional<double>(config, "weight_decay");
        ClipNorm = Optional<double>(config, "clipnorm");
        ClipValue = Optional<double>(config, "clipvalue");
        GlobalClipNorm = Optional<double>(config, "global_clipnorm");
        UseEma = config.Get("use_ema", false);
        EmaMomentum = config.Get("ema_momentum", 0.99);
        EmaOverwriteFrequency = Optional<int>(config, "ema_overwrite_frequency");
        LossScaleFactor = Optional<double>(config, "loss_scale_factor");
        GradientAccumulationSteps = Optional<int>(config, "gradient_accumulation_steps");
    }

    /// <summary>
    /// Decoupled weight decay λ (Loshchilov and Hutter 2019): before each step w ← w − η λ w. None unless given; <see cref="AdamW"/> and
    /// <see cref="Muon"/> have 0.004.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? WeightDecay { get; init => field = Decay(value); }

    /// <summary>Weights whose name contains one of these keep clear of <see cref="WeightDecay"/>, for example <c>bias</c>. Keras does not save this option.</summary>
    public IReadOnlyList<string> ExcludeFromWeightDecay { get; init; } = [];

    /// <summary>Scales the gradient of each weight down to at most this L2 norm.</summary>
    /// <exception cref="ArgumentException">Not positive, or another way of clipping is chosen.</exception>
    public double? ClipNorm { get; init => field = OnlyClipping(value, ClipValue ?? GlobalClipNorm); }

    /// <summary>Cuts each gradient value to ± this.</summary>
    /// <exception cref="ArgumentException">Not positive, or another way of clipping is chosen.</exception>
    public double? ClipValue { get; init => field = OnlyClipping(value, ClipNorm ?? GlobalClipNorm); }

    /// <summary>Scales all gradients together down to at most this L2 norm.</summary>
    /// <exception cref="ArgumentException">Not positive, or another way of clipping is chosen.</exception>
    public double? GlobalClipNorm { get; init => field = OnlyClipping(value, ClipNorm ?? ClipValue); }

    /// <summary>Whether to keep an exponential moving average of the weights, which replaces them when training ends.</summary>
    public bool UseEma { get; init; }

    /// <summary>How much of the average is kept per step, from 0 up to but without 1; 0.99 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double EmaMomentum { get; init => field = Fraction(value); } = 0.99;

    /// <summary>Replaces the weights by their average every so many steps; only at the end unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? EmaOverwriteFrequency
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Count at least one step between overwrites.");
    }

    /// <summary>
    /// Multiplies the loss before gradients are computed and divides the gradients by it, against vanishing gradients in low precision; nothing unless given.
    /// <see cref="LossScaleOptimizer"/> finds the factor by itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive or not finite.</exception>
    public double? LossScaleFactor
    {
        get;
        init => field = value is null or (> 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A loss is scaled by a positive number; 1024 is usual.");
    }

    /// <summary>
    /// Gathers the gradients of so many batches and takes one step with their mean: the step of one batch that many times as large. Every batch takes a step
    /// unless given. Schedules count batches, <see cref="Optimizer.Iterations"/> counts steps.
    /// </summary>
    /// <remarks>
    /// As in Keras, except that the moving average of <see cref="UseEma"/> moves with each step and not with each batch, so that accumulation changes
    /// nothing but memory.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int? GradientAccumulationSteps
    {
        get;
        init => field = value is null or >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Gather the gradients of at least two batches, or give none to step with every batch.");
    }

    /// <inheritdoc/>
    public override bool KeepsAverage => UseEma;

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        var config = new JsonObject
        {
            ["name"] = KerasNames.ClassName(GetType()).ToLowerInvariant(),
            ["learning_rate"] = LearningRate.Serialize(),
            ["weight_decay"] = WeightDecay,
            ["clipnorm"] = ClipNorm,
            ["global_clipnorm"] = GlobalClipNorm,
            ["clipvalue"] = ClipValue,
            ["use_ema"] = UseEma,
            ["ema_momentum"] = EmaMomentum,
            ["ema_overwrite_frequency"] = EmaOverwriteFrequency,
            ["loss_scale_factor"] = LossScaleFactor,
            ["gradient_accumulation_steps"] = GradientAccumulationSteps,
        };
        WriteConfig(config);
        return config;
    }

    /// <inheritdoc/>
    internal override double LossScale => LossScaleFactor ?? 1;

    /// <summary>Adds this rule's own options to its configuration, under Keras's names.</summary>
    /// <param name="config">Where to add them.</param>
    protected abstract void WriteConfig(JsonObject config);

    /// <summary>The weight decay of a weight, 0 for none.</summary>
    /// <param name="weight">The weight.</param>
    private protected virtual double DecayOf(Weight weight) => IsExcludedFromDecay(weight) ? 0 : WeightDecay ?? 0;

    /// <summary>Whether <see cref="ExcludeFromWeightDecay"/> names a weight.</summary>
    private protected bool IsExcludedFromDecay(Weight weight) => ExcludeFromWeightDecay.Any(name => weight.Name.Contains(name, StringComparison.Ordinal));

    /// <summary>Accepts a share that lies in [0, 1).</summary>
    /// <param name="value">The share.</param>
    /// <returns>The share.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    protected static double Fraction(double value) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "This option is the share kept per step and lies in [0, 1).");

    /// <summary>Accepts a small number that keeps a denominator off zero.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    protected static double Small(double value) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Epsilon is a small positive number; 1e-7 is usual.");

    /// <summary>Accepts a strength or a starting value, which is not negative.</summary>
    private protected static double NotNegative(double value) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "This option is zero or positive.");

    /// <summary>Accepts a weight decay.</summary>
    private protected static double? Decay(double? value) => value is null or (>= 0 and < double.PositiveInfinity)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Weight decay is zero or positive; 0.004 is usual.");

    private protected static T? Optional<T>(JsonObject config, string key) where T : struct => config[key] is null ? null : config.Need<T>(key);

    private static double? OnlyClipping(double? value, double? other) => value switch
    {
        null => null,
        not > 0 => throw new ArgumentOutOfRangeException(nameof(value), value, "A bound on gradients is positive; 1 is usual."),
        _ when other is not null => throw new ArgumentException("Choose one of ClipNorm, ClipValue and GlobalClipNorm.", nameof(value)),
        _ => value,
    };
}
