using static TorchSharp.torch;

namespace Fathom;

/// <summary>An elementwise (or, for softmax, last-axis) function applied to a layer's output.</summary>
/// <remarks>Names and definitions are those of <c>keras.activations</c>.</remarks>
public sealed class Activation
{
    private static readonly Dictionary<string, Activation> Registry = [];
    private readonly Func<Tensor, Tensor> _function;

    private Activation(string name, Func<Tensor, Tensor> function)
    {
        Name = name;
        _function = function;
        Registry.Add(name, this);
    }

    /// <summary>The name Keras writes into a model's configuration, for example <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = new("linear", x => x);

    /// <summary>f(x) = max(x, 0).</summary>
    public static Activation Relu { get; } = new("relu", x => nn.functional.relu(x));

    /// <summary>f(x) = 1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", x => sigmoid(x));

    /// <summary>f(x) = tanh x.</summary>
    public static Activation Tanh { get; } = new("tanh", x => tanh(x));

    /// <summary>exp(x) over its sum along the last axis.</summary>
    public static Activation Softmax { get; } = new("softmax", x => softmax(x, -1));

    /// <summary>f(x) = ln(1 + eˣ).</summary>
    public static Activation Softplus { get; } = new("softplus", x => nn.functional.softplus(x));

    /// <summary>f(x) = x for x ≥ 0, eˣ − 1 below (Clevert et al. 2016, α = 1).</summary>
    public static Activation Elu { get; } = new("elu", x => nn.functional.elu(x, 1.0));

    /// <summary>f(x) = x · Φ(x), Φ the normal distribution function, exact (Hendrycks and Gimpel 2016).</summary>
    public static Activation Gelu { get; } = new("gelu", x => nn.functional.gelu(x));

    /// <summary>f(x) = x / (1 + e⁻ˣ), also called swish (Ramachandran et al. 2017).</summary>
    public static Activation Silu { get; } = new("silu", x => nn.functional.silu(x));

    /// <summary>f(x) = λx for x ≥ 0, λα(eˣ − 1) below, λ = 1.0507…, α = 1.6733… (Klambauer et al. 2017).</summary>
    public static Activation Selu { get; } = new("selu", x => nn.functional.selu(x));

    /// <summary>f(x) = x for x ≥ 0, 0.2 x below (Maas et al. 2013; Keras's slope).</summary>
    public static Activation LeakyRelu { get; } = new("leaky_relu", x => x.leaky_relu(0.2));

    /// <summary>f(x) = x · tanh(ln(1 + eˣ)) (Misra 2019).</summary>
    public static Activation Mish { get; } = new("mish", x => nn.functional.mish(x));

    /// <summary>f(x) = eˣ.</summary>
    public static Activation Exponential { get; } = new("exponential", x => exp(x));

    /// <summary>f(x) = x / (1 + |x|).</summary>
    public static Activation Softsign { get; } = new("softsign", x => nn.functional.softsign(x));

    /// <summary>f(x) = x / 6 + 1/2, cut to [0, 1].</summary>
    public static Activation HardSigmoid { get; } = new("hard_sigmoid", x => nn.functional.hardsigmoid(x));

    /// <summary>The logarithm of <see cref="Softmax"/>.</summary>
    public static Activation LogSoftmax { get; } = new("log_softmax", x => nn.functional.log_softmax(x, -1));

    /// <summary>Finds an activation by its Keras name.</summary>
    /// <param name="name">The name, for example <c>relu</c>.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Activation FromName(string name) => Registry.TryGetValue(name, out Activation? found)
        ? found
        : throw new ArgumentException($"There is no activation '{name}'. Known are: {string.Join(", ", Registry.Keys.Order())}.", nameof(name));

    /// <summary>Applies the function.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape.</returns>
    public Tensor Apply(Tensor x) => _function(x);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
