using System.Text.Json.Nodes;
using Fathom.Kernels;
using Fathom.Saving;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>One timestep of <see cref="SimpleRNN"/> (<c>keras.layers.SimpleRNNCell</c>): h ← activation(x · kernel + h · recurrent_kernel + bias).</summary>
/// <remarks>Weights: kernel (features, units), recurrent_kernel (units, units), bias (units). State: h, which is the output.</remarks>
public sealed class SimpleRNNCell : VectorCell, IFromConfig<SimpleRNNCell>
{
    /// <summary>Creates the cell.</summary>
    /// <param name="units">The length of the state, at least 1.</param>
    /// <param name="activation">Applied to the new state; tanh unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public SimpleRNNCell(int units, Activation? activation = null) : this(new CellOptions(units, activation)) { }

    internal SimpleRNNCell(CellOptions options) : base(options) { }

    private protected override int Gates => 1;

    private protected override int States => 1;

    private protected override bool HasKernel => Activation == Activation.Tanh;

    /// <inheritdoc/>
    public static SimpleRNNCell FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new SimpleRNNCell(new CellOptions(config)) { Name = config.LayerName(), Trainable = config.Get("trainable", true) };
    }

    private protected override (Tensor Output, Tensor[][] States) Kernel(RecurrentCall[] calls) => RecurrentFunction<SimpleCell>.Run(calls, Memory);

    private protected override RecurrentInference MakeInference(int features) => RecurrentInference.For<SimpleCell>(features, Units);

    private protected override (Tensor Output, Tensor[] States) Step(RecurrentCall call, Tensor projected, IReadOnlyList<Tensor> states)
    {
        Tensor state = Activation.Apply(projected + call.ProjectState(states[0], 0, 1));
        return (state, [state]);
    }
}
