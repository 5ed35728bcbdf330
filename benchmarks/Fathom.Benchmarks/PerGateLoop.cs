using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Fathom.Benchmarks;

/// <summary>
/// An LSTM over timesteps written with tensor operations, whose gates see the state through dropout masks of their own, as Keras's do (and <see cref="Layers.LSTM"/>'s):
/// <c>torch.nn.LSTMCell</c> can only have one mask for all gates. The inputs are multiplied at once for all timesteps, the gates' products in one batch.
/// </summary>
internal sealed class PerGateLoop : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _kernel, _recurrent, _bias;
    private readonly int _units;
    private readonly float _rate;

    public PerGateLoop(int features, int units, float rate) : base(nameof(PerGateLoop))
    {
        (_units, _rate) = (units, rate);
        double bound = 1 / Math.Sqrt(units);
        _kernel = new Parameter((rand(features, 4 * units) * 2 - 1) * bound);
        _recurrent = new Parameter((rand(4, units, units) * 2 - 1) * bound);
        _bias = new Parameter(zeros(4 * units));
        RegisterComponents();
    }

    /// <summary>The last state.</summary>
    /// <param name="input">(batch, timesteps, features).</param>
    public override Tensor forward(Tensor input)
    {
        long batch = input.shape[0], steps = input.shape[1];
        Tensor masks = rand(4, batch, _units).gt(_rate).to(float32) / (1 - _rate), state = zeros(batch, _units), carried = zeros(batch, _units);
        Tensor ofInputs = (matmul(input, _kernel) + _bias).view(batch, steps, 4, _units).permute(1, 2, 0, 3).contiguous();
        foreach (Tensor step in ofInputs.unbind(0))
        {
            Tensor[] z = (step + bmm(state * masks, _recurrent)).unbind(0);
            carried = z[1].sigmoid() * carried + z[0].sigmoid() * z[2].tanh();
            state = z[3].sigmoid() * carried.tanh();
        }
        return state;
    }
}
