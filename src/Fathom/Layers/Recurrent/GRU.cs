using System.Text.Json.Nodes;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The gated recurrent unit (<c>keras.layers.GRU</c>; Cho et al. 2014).</summary>
/// <remarks>
/// z, r = recurrent activation of x · kernel + h · recurrent_kernel + biases; h̃ = activation(x · kernel + bias + r · (h · recurrent_kernel + bias)); h ← z · h + (1 − z) · h̃. The
/// gates lie in the order z, r, h̃. Weights: kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (2, 3 units): the inputs' row, then the
/// state's. Inputs and outputs as in <see cref="RecurrentLayer"/>.
/// </remarks>
public sealed class GRU : RecurrentLayer, IFromConfig<GRU>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the candidate; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public GRU(int units, Activation? activation = null) : base(units, activation) { }

    private GRU(JsonObject config) : base(config)
    {
        RecurrentActivation = Activation.FromName(config.Get("recurrent_activation", "sigmoid"));
        ResetAfter = config.Get("reset_after", true);
    }

    /// <summary>Applied to the gates.</summary>
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    /// <summary>
    /// Whether the reset gate acts after the state's matrix product (default, as in cuDNN and PyTorch) or on the state before it (Cho et al.'s first
    /// version; bias (3 units), no bias of the state).
    /// </summary>
    public bool ResetAfter { get; init; } = true;

    private protected override int Gates => 3;

    private protected override int States => 1;

    private protected override int[] BiasShape => ResetAfter ? [2, 3 * Units] : [3 * Units];

    /// <inheritdoc/>
    public static GRU FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["recurrent_activation"] = RecurrentActivation.Name;
        config["reset_after"] = ResetAfter;
    }

    private protected override bool HasKernel => ResetAfter && Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid;

    private protected override Tensor Kernel(RecurrentCall call) => RecurrentFunction<GruCell>.Run(call, Memory, ReturnSequences, withCarried: false);

    private protected override Tensor[] Step(RecurrentCall call, Tensor projected, Tensor[] states)
    {
        Tensor state = states[0];
        Tensor recurrent = call.ProjectState(state, 0, ResetAfter ? 3 : 2);
        Tensor update = RecurrentActivation.Apply(projected.narrow(1, 0, Units) + recurrent.narrow(1, 0, Units));
        Tensor reset = RecurrentActivation.Apply(projected.narrow(1, Units, Units) + recurrent.narrow(1, Units, Units));
        Tensor past = ResetAfter ? reset * recurrent.narrow(1, 2 * Units, Units) : call.ProjectState(reset * state, 2, 1);
        Tensor candidate = Activation.Apply(projected.narrow(1, 2 * Units, Units) + past);
        return [update * state + (1 - update) * candidate];
    }
}
