using System.Text.Json.Nodes;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The plain recurrent layer (<c>keras.layers.SimpleRNN</c>; Elman 1990): h ← activation(x · kernel + h · recurrent_kernel + bias).</summary>
/// <remarks>Weights: kernel (features, units), recurrent_kernel (units, units), bias (units). Inputs and outputs as in <see cref="RecurrentLayer"/>.</remarks>
public sealed class SimpleRNN : RecurrentLayer, IFromConfig<SimpleRNN>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the new state; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public SimpleRNN(int units, Activation? activation = null) : base(units, activation) { }

    private SimpleRNN(JsonObject config) : base(config) { }

    private protected override int Gates => 1;

    private protected override int States => 1;

    /// <inheritdoc/>
    public static SimpleRNN FromConfig(JsonObject config) => new(config);

    private protected override bool HasKernel => Activation == Activation.Tanh;

    private protected override Tensor Kernel(RecurrentCall call) => RecurrentFunction<SimpleCell>.Run(call, Memory, ReturnSequences, withCarried: false);

    private protected override Tensor[] Step(RecurrentCall call, Tensor projected, Tensor[] states) => [Activation.Apply(projected + call.ProjectState(states[0], 0, 1))];
}
