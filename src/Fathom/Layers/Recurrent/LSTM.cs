using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Long short-term memory (<c>keras.layers.LSTM</c>; Hochreiter and Schmidhuber 1997, with Gers's forget gate).</summary>
/// <remarks>
/// i, f, o = recurrent activation and c̃ = activation of x · kernel + h · recurrent_kernel + bias; c ← f · c + i · c̃; h ← o · activation(c). The gates lie in
/// the order i, f, c̃, o. Weights: kernel (features, 4 units), recurrent_kernel (units, 4 units), bias (4 units). States: h, then c. Inputs and outputs as
/// in <see cref="RecurrentLayer"/>.
/// </remarks>
public sealed class LSTM : RecurrentLayer, IFromConfig<LSTM>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to candidate and cell; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public LSTM(int units, Activation? activation = null) : base(units, activation) { }

    private LSTM(JsonObject config) : base(config)
    {
        RecurrentActivation = Activation.FromName(config.Get("recurrent_activation", "sigmoid"));
        UnitForgetBias = config.Get("unit_forget_bias", true);
    }

    /// <summary>Applied to the gates.</summary>
    public Activation RecurrentActivation { get; init; } = Activation.Sigmoid;

    /// <summary>Whether the forget gate's bias starts at 1 (Jozefowicz et al. 2015); the default.</summary>
    public bool UnitForgetBias { get; init; } = true;

    private protected override int Gates => 4;

    private protected override int States => 2;

    private protected override Initializer BiasStart => UnitForgetBias ? new ForgetBias(BiasInitializer, Units) : BiasInitializer;

    /// <inheritdoc/>
    public static LSTM FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["recurrent_activation"] = RecurrentActivation.Name;
        config["unit_forget_bias"] = UnitForgetBias;
    }

    private protected override bool HasKernel => Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid;

    private protected override Tensor Kernel(RecurrentCall call) => RecurrentFunction<LstmCell>.Run(call, Memory, ReturnSequences, withCarried: ReturnState);

    private protected override Tensor[] Step(RecurrentCall call, Tensor projected, Tensor[] states)
    {
        Tensor[] gates = (projected + call.ProjectState(states[0], 0, 4)).chunk(4, -1);
        Tensor cell = RecurrentActivation.Apply(gates[1]) * states[1] + RecurrentActivation.Apply(gates[0]) * Activation.Apply(gates[2]);
        return [RecurrentActivation.Apply(gates[3]) * Activation.Apply(cell), cell];
    }

    private sealed class ForgetBias(Initializer others, int units) : Initializer
    {
        public override void Fill(Span<float> values, ReadOnlySpan<int> shape, Random random)
        {
            others.Fill(values[..units], [units], random);
            values.Slice(units, units).Fill(1);
            others.Fill(values[(2 * units)..], [2 * units], random);
        }
    }
}
