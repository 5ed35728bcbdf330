using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Forecasting;

/// <summary>
/// The nets of the tournament: small, since a few thousand noisy days do not feed large ones. Each maps a window (timesteps, features) to one number.
/// </summary>
internal static class Networks
{
    /// <summary>Flatten, then one hidden layer.</summary>
    public static Model Dense(int steps, int features) => new Sequential("dense")
    {
        new Input(steps, features), new Flatten(), new Dense(16, Activation.Relu), new Dropout(0.2f), new Dense(1),
    };

    /// <summary>Two causal convolutions, averaged over time.</summary>
    public static Model Conv1D(int steps, int features) => new Sequential("conv1d")
    {
        new Input(steps, features),
        new Conv1D(16, 3, Activation.Relu) { Padding = WindowPadding.Causal },
        new Conv1D(16, 3, Activation.Relu) { Padding = WindowPadding.Causal, DilationRate = 2 },
        new GlobalAveragePooling1D(), new Dense(1),
    };

    /// <summary>The course's LSTM of 16 units.</summary>
    public static Model Lstm(int steps, int features) => new Sequential("lstm") { new Input(steps, features), new LSTM(16), new Dense(1) };

    /// <summary>A GRU of 16 units.</summary>
    public static Model Gru(int steps, int features) => new Sequential("gru") { new Input(steps, features), new GRU(16), new Dense(1) };

    /// <summary>A linear map of the trend plus one of the remainder (Zeng et al. 2023), over all features.</summary>
    public static Model DLinear(int steps, int features)
    {
        SymbolicTensor inputs = Input.Tensor(steps, features);
        // The paper averages 25 steps of sequences of 96 and more; shorter windows get about a quarter.
        IReadOnlyList<SymbolicTensor> parts = new TrendDecomposition(Math.Max(3, Math.Min(25, steps / 4 | 1))).ApplyAll(inputs);
        SymbolicTensor trend = new Dense(1).Apply(new Flatten().Apply(parts[0])), remainder = new Dense(1).Apply(new Flatten().Apply(parts[1]));
        return new Model(inputs, new Add().Apply(trend, remainder), "dlinear");
    }
}
