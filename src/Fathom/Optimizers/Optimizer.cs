using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Native;
using Fathom.Saving;
using Fathom.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>Changes weights against their gradients. Update rules, names and defaults are those of <c>keras.optimizers</c>.</summary>
/// <remarks>
/// One optimizer serves one model. A rule is written twice: as one vectorised pass over spans for the CPU, and as tensor operations for other devices;
/// a test holds the two together.
/// </remarks>
public abstract class Optimizer : IKerasSerializable
{
    private Tensor[] _slots = [];
    private nint[] _addresses = [];
    private BufferBlock[] _blocks = [];
    private ParameterBuffer? _laidOutFor;

    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    protected Optimizer(Schedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        LearningRate = learningRate;
    }

    /// <summary>Creates an optimizer from the options common to all.</summary>
    /// <param name="config">As <see cref="GetConfig"/> gives them.</param>
    protected Optimizer(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        LearningRate = Schedule.Deserialize(config["learning_rate"]);
        WeightDecay = Optional(config, "weight_decay");
        ClipNorm = Optional(config, "clipnorm");
        ClipValue = Optional(config, "clipvalue");
        GlobalClipNorm = Optional(config, "global_clipnorm");
        UseEma = config.Get("use_ema", false);
        EmaMomentum = config.Get("ema_momentum", 0.99);
        EmaOverwriteFrequency = config["ema_overwrite_frequency"] is null ? null : config.Need<int>("ema_overwrite_frequency");
    }

    /// <summary>The step size, or how it changes over steps. Callbacks may replace it during training.</summary>
    public Schedule LearningRate { get; set; }

    /// <summary>The number of steps taken.</summary>
    public long Iterations { get; private set; }

    /// <summary>
    /// Decoupled weight decay λ (Loshchilov and Hutter 2019): before each step w ← w − η λ w. None unless given; <see cref="AdamW"/> has 0.004.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? WeightDecay
    {
        get;
        init => field = value is null or (>= 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Weight decay is zero or positive; 0.004 is usual.");
    }

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
    /// The names of the running values kept per weight, in Keras's words and order, for example <c>momentum</c> and <c>velocity</c>;
    /// <c>average</c> first with <see cref="UseEma"/>.
    /// </summary>
    public IReadOnlyList<string> SlotNames => UseEma ? ["average", .. RuleSlotNames] : RuleSlotNames;

    /// <summary>The running values, each laid out as the flat buffer; empty before the first step.</summary>
    public IReadOnlyList<Tensor> Slots => _slots;

    /// <summary>The names of the running values of the rule itself.</summary>
    protected abstract IReadOnlyList<string> RuleSlotNames { get; }

    /// <summary>The options as Keras writes them.</summary>
    /// <returns>A JSON object.</returns>
    public JsonObject GetConfig()
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
            ["loss_scale_factor"] = null,
            ["gradient_accumulation_steps"] = null,
        };
        WriteConfig(config);
        return config;
    }

    /// <summary>Takes one step.</summary>
    /// <param name="parameters">Values and gradients.</param>
    public void Step(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Step(parameters, parameters.Values.device_type == DeviceType.CPU);
    }

    /// <summary>Replaces the weights by their moving average where <see cref="UseEma"/> is set: call it when training ends.</summary>
    /// <param name="parameters">The weights.</param>
    public void FinalizeValues(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!UseEma || Iterations == 0) return;
        using (no_grad()) _ = parameters.Values.copy_(_slots[0]);
    }

    /// <summary>Takes one step, on the CPU by spans or by tensor operations.</summary>
    internal void Step(ParameterBuffer parameters, bool bySpans)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Lay(parameters);
        GradientClipping.Apply(this, parameters);
        double rate = LearningRate.At(Iterations);
        // The average starts as the weights after the first step.
        double kept = Iterations == 0 ? 0 : EmaMomentum;
        Iterations++;
        if (bySpans) StepBySpans(parameters, rate, (float)kept);
        else StepByTensors(parameters, rate, kept);
        if (UseEma && EmaOverwriteFrequency is int every && Iterations % every == 0) _ = parameters.Values.copy_(_slots[0]);
    }

    /// <summary>Takes a step in one pass over memory. Called for one stretch of the weights after another.</summary>
    /// <param name="values">The weights; changed. Their number is a multiple of 16.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">Their running values, in the order of <see cref="RuleSlotNames"/>; changed.</param>
    /// <param name="rate">The step size of this step. <see cref="Iterations"/> already counts it.</param>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, SlotSpans slots, double rate);

    /// <summary>Takes the same step by tensor operations, on any device.</summary>
    /// <param name="values">The weights; changed in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The running values, in the order of <see cref="RuleSlotNames"/>; changed in place.</param>
    /// <param name="rate">The step size of this step. <see cref="Iterations"/> already counts it.</param>
    protected abstract void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, double rate);

    /// <summary>Adds this rule's own options to its configuration, under Keras's names.</summary>
    /// <param name="config">Where to add them.</param>
    protected abstract void WriteConfig(JsonObject config);

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

    private unsafe void Lay(ParameterBuffer parameters)
    {
        if (ReferenceEquals(_laidOutFor, parameters)) return;
        _laidOutFor = parameters;
        _blocks = BufferBlock.Cut(parameters, weight => WeightDecay > 0 && !ExcludeFromWeightDecay.Any(name => weight.Name.Contains(name, StringComparison.Ordinal)));
        if (_slots.Length == SlotNames.Count && Array.TrueForAll(_slots, slot => slot.NumberOfElements == parameters.Length)) return;
        foreach (Tensor slot in _slots) slot.Dispose();
        _slots = [.. SlotNames.Select(_ => zeros_like(parameters.Values).DetachFromDisposeScope())];
        if (parameters.Values.device_type != DeviceType.CPU) return;
        _addresses = new nint[_slots.Length];
        for (int i = 0; i < _slots.Length; i++)
            fixed (float* start = _slots[i].Floats()) _addresses[i] = (nint)start; // Native memory: it never moves.
    }

    private void StepBySpans(ParameterBuffer parameters, double rate, float kept)
    {
        Span<float> values = parameters.Values.Floats(), gradients = parameters.Gradients.Floats();
        float shrink = (float)(1 - rate * (WeightDecay ?? 0));
        foreach ((int start, int length, bool decays) in _blocks)
        {
            Span<float> part = values.Slice(start, length);
            if (decays) FlatMath.Scale(part, shrink);
            Update(part, gradients.Slice(start, length), new SlotSpans(_addresses.AsSpan(UseEma ? 1 : 0), start, length), rate);
            if (UseEma) FlatMath.Blend(new SlotSpans(_addresses, start, length)[0], part, kept);
        }
    }

    private void StepByTensors(ParameterBuffer parameters, double rate, double kept)
    {
        foreach ((int start, int length, bool decays) in _blocks)
            if (decays) _ = parameters.Values.narrow(0, start, length).mul_(1 - rate * WeightDecay!.Value);
        Update(parameters.Values, parameters.Gradients, UseEma ? _slots.AsSpan(1).ToArray() : _slots, rate);
        if (UseEma) _ = _slots[0].mul_(kept).add_(parameters.Values, 1 - kept);
    }

    private static double? Optional(JsonObject config, string key) => config[key] is null ? null : config.Need<double>(key);

    private static double? OnlyClipping(double? value, double? other) => value switch
    {
        null => null,
        not > 0 => throw new ArgumentOutOfRangeException(nameof(value), value, "A bound on gradients is positive; 1 is usual."),
        _ when other is not null => throw new ArgumentException("Choose one of ClipNorm, ClipValue and GlobalClipNorm.", nameof(value)),
        _ => value,
    };
}
