using System.Text.Json.Nodes;
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

    /// <summary>Creates an optimizer.</summary>
    /// <param name="learningRate">The step size, or how it changes over steps.</param>
    protected Optimizer(Schedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        LearningRate = learningRate;
    }

    /// <summary>The step size, or how it changes over steps. Callbacks may replace it during training.</summary>
    public Schedule LearningRate { get; set; }

    /// <summary>The number of steps taken.</summary>
    public long Iterations { get; private set; }

    /// <summary>Scales the gradient of each weight down to at most this L2 norm.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Cuts each gradient value to ± this.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Scales all gradients together down to at most this L2 norm.</summary>
    public float? GlobalClipNorm { get; init; }

    /// <summary>The names of the running values kept per weight, in Keras's words, for example <c>momentum</c> and <c>velocity</c>.</summary>
    public abstract IReadOnlyList<string> SlotNames { get; }

    /// <summary>The running values, each laid out as the flat buffer; empty before the first step.</summary>
    public IReadOnlyList<Tensor> Slots => _slots;

    /// <summary>The options as Keras writes them.</summary>
    /// <returns>A JSON object.</returns>
    public JsonObject GetConfig()
    {
        var config = new JsonObject
        {
            ["name"] = KerasNames.SnakeCase(GetType().Name),
            ["learning_rate"] = LearningRate.Serialize(),
            ["clipnorm"] = ClipNorm,
            ["clipvalue"] = ClipValue,
            ["global_clipnorm"] = GlobalClipNorm,
        };
        WriteConfig(config);
        return config;
    }

    /// <summary>Takes one step.</summary>
    /// <param name="parameters">Values and gradients.</param>
    public void Step(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Allocate(parameters);
        GradientClipping.Apply(this, parameters);
        float rate = (float)LearningRate.At(Iterations);
        Iterations++;
        if (parameters.Values.device_type == DeviceType.CPU)
        {
            Span<float> first = _slots.Length > 0 ? _slots[0].Floats() : [];
            Span<float> second = _slots.Length > 1 ? _slots[1].Floats() : [];
            Update(parameters.Values.Floats(), parameters.Gradients.Floats(), first, second, rate);
        }
        else Update(parameters.Values, parameters.Gradients, _slots, rate);
    }

    /// <summary>Takes a step in one pass over memory.</summary>
    /// <param name="values">The weights; changed.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">The first running value, empty where the rule keeps none.</param>
    /// <param name="second">The second running value, empty where the rule keeps none.</param>
    /// <param name="rate">The step size of this step. <see cref="Iterations"/> already counts it.</param>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, float rate);

    /// <summary>Takes the same step by tensor operations, on any device.</summary>
    /// <param name="values">The weights; changed in place.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="slots">The running values; changed in place.</param>
    /// <param name="rate">The step size of this step. <see cref="Iterations"/> already counts it.</param>
    protected abstract void Update(Tensor values, Tensor gradients, IReadOnlyList<Tensor> slots, float rate);

    /// <summary>Adds this rule's own options to its configuration, under Keras's names.</summary>
    /// <param name="config">Where to add them.</param>
    protected abstract void WriteConfig(JsonObject config);

    /// <summary>Reads the learning rate of a saved optimizer.</summary>
    /// <param name="config">The saved options.</param>
    /// <returns>The rate or schedule.</returns>
    protected static Schedule ReadLearningRate(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Schedule.Deserialize(config["learning_rate"]);
    }

    /// <summary>Reads one of the clipping bounds of a saved optimizer.</summary>
    /// <param name="config">The saved options.</param>
    /// <param name="key">The bound's name in Keras.</param>
    /// <returns>The bound, or none.</returns>
    protected static float? ReadClip(JsonObject config, string key)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config[key] is null ? null : config.Need<float>(key);
    }

    private void Allocate(ParameterBuffer parameters)
    {
        if (_slots.Length == SlotNames.Count && (_slots.Length == 0 || _slots[0].NumberOfElements == parameters.Length)) return;
        foreach (Tensor slot in _slots) slot.Dispose();
        _slots = [.. SlotNames.Select(_ => zeros_like(parameters.Values).DetachFromDisposeScope())];
    }
}
