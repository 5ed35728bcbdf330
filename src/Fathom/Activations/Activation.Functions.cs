using TorchSharp;
using static TorchSharp.torch;

namespace Fathom;

// The functions themselves, in the groups that share an idea.
public sealed partial class Activation
{
    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = new("linear", x => x);

    /// <summary>f(x) = max(x, 0).</summary>
    public static Activation Relu { get; } = new("relu", x => nn.functional.relu(x));

    /// <summary>f(x) = x, cut to [0, 6].</summary>
    public static Activation Relu6 { get; } = new("relu6", x => nn.functional.relu6(x));

    /// <summary>f(x) = x for x ≥ 0, 0.2 x below (Maas et al. 2013; Keras's slope).</summary>
    public static Activation LeakyRelu { get; } = new("leaky_relu", x => x.leaky_relu(0.2));

    /// <summary>f(x) = x for x ≥ 0, eˣ − 1 below (Clevert et al. 2016, α = 1).</summary>
    public static Activation Elu { get; } = new("elu", x => nn.functional.elu(x, 1.0));

    /// <summary>f(x) = x for x ≥ 0, eˣ − 1 below: with α = 1 the same as <see cref="Elu"/> (Barron 2017).</summary>
    public static Activation Celu { get; } = new("celu", x => nn.functional.celu(x, 1.0));

    /// <summary>f(x) = λx for x ≥ 0, λα(eˣ − 1) below, λ = 1.0507…, α = 1.6733… (Klambauer et al. 2017).</summary>
    public static Activation Selu { get; } = new("selu", x => nn.functional.selu(x));

    /// <summary>f(x) = x · Φ(x), Φ the normal distribution function, exact (Hendrycks and Gimpel 2016).</summary>
    public static Activation Gelu { get; } = new("gelu", x => nn.functional.gelu(x));

    /// <summary>
    /// f(x) = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))): <see cref="Gelu"/> with Keras's <c>approximate=True</c>, as GPT-2 and BERT have it (Hendrycks and Gimpel
    /// 2016, section 2). Keras saves it under no name of its own; the name here is that of its model library.
    /// </summary>
    public static Activation GeluApproximate { get; } = new("gelu_approximate", x => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh));

    /// <summary>f(x) = x / (1 + e⁻ˣ), also called swish (Ramachandran et al. 2017).</summary>
    public static Activation Silu { get; } = new("silu", x => nn.functional.silu(x));

    /// <summary>f(x) = x · <see cref="HardSigmoid"/>(x), also called hard swish (Howard et al. 2019).</summary>
    public static Activation HardSilu { get; } = new("hard_silu", x => nn.functional.hardswish(x));

    /// <summary>f(x) = x · tanh(ln(1 + eˣ)) (Misra 2019).</summary>
    public static Activation Mish { get; } = new("mish", x => nn.functional.mish(x));

    /// <summary>f(a, b) = a / (1 + e⁻ᵇ), a and b the halves of the last axis, which the result has half of (Dauphin et al. 2017). Use it in an <see cref="Layers.ActivationLayer"/>.</summary>
    public static Activation Glu { get; } = new("glu", x => nn.functional.glu(x, -1));

    /// <summary>f(x) = 1 / (1 + e⁻ˣ).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", x => sigmoid(x));

    /// <summary>f(x) = x / 6 + 1/2, cut to [0, 1].</summary>
    public static Activation HardSigmoid { get; } = new("hard_sigmoid", x => nn.functional.hardsigmoid(x));

    /// <summary>f(x) = (x + 1) / 2, cut to [0, 1] (Blondel et al. 2019).</summary>
    public static Activation SparseSigmoid { get; } = new("sparse_sigmoid", x => ((x + 1) * 0.5).clamp(0, 1));

    /// <summary>The logarithm of <see cref="Sigmoid"/>.</summary>
    public static Activation LogSigmoid { get; } = new("log_sigmoid", x => nn.functional.logsigmoid(x));

    /// <summary>f(x) = tanh x.</summary>
    public static Activation Tanh { get; } = new("tanh", x => tanh(x));

    /// <summary>f(x) = x, cut to [-1, 1].</summary>
    public static Activation HardTanh { get; } = new("hard_tanh", x => x.clamp(-1, 1));

    /// <summary>f(x) = x / (1 + |x|).</summary>
    public static Activation Softsign { get; } = new("softsign", x => nn.functional.softsign(x));

    /// <summary>f(x) = ln(1 + eˣ).</summary>
    public static Activation Softplus { get; } = new("softplus", x => nn.functional.softplus(x));

    /// <summary>f(x) = (x + √(x² + 4)) / 2 (Barron 2021).</summary>
    public static Activation Squareplus { get; } = new("squareplus", x => (x + (x.square() + 4).sqrt()) * 0.5);

    /// <summary>f(x) = 0 for x ≤ -1, (x + 1)² / 4 between, x for x ≥ 1.</summary>
    public static Activation SparsePlus { get; } = new("sparse_plus", x => where(x.lt(1), x.clamp(-1, 1).add(1).square() * 0.25, x));

    /// <summary>f(x) = eˣ.</summary>
    public static Activation Exponential { get; } = new("exponential", x => exp(x));

    /// <summary>f(x) = x where |x| > 0.5, else 0.</summary>
    public static Activation HardShrink { get; } = new("hard_shrink", x => nn.functional.hardshrink(x, 0.5));

    /// <summary>f(x) = x drawn 0.5 towards 0, and 0 where |x| ≤ 0.5.</summary>
    public static Activation SoftShrink { get; } = new("soft_shrink", x => nn.functional.softshrink(x, 0.5));

    /// <summary>f(x) = x − tanh x.</summary>
    public static Activation TanhShrink { get; } = new("tanh_shrink", x => nn.functional.tanhshrink(x));

    /// <summary>exp(x) over its sum along the last axis.</summary>
    public static Activation Softmax { get; } = new("softmax", x => softmax(x, -1));

    /// <summary>The logarithm of <see cref="Softmax"/>.</summary>
    public static Activation LogSoftmax { get; } = new("log_softmax", x => nn.functional.log_softmax(x, -1));

    /// <summary>The point of the probability simplex closest to x along the last axis; unlike <see cref="Softmax"/> it has zeros (Martins and Astudillo 2016, algorithm 1).</summary>
    public static Activation Sparsemax { get; } = new("sparsemax", ToSimplex);

    /// <summary>f(x) = x where x > threshold, else a fixed value.</summary>
    /// <param name="threshold">What x must exceed to pass.</param>
    /// <param name="value">Taken instead where it does not.</param>
    /// <returns>The activation; its name, <c>threshold(0.5, 0)</c>, holds both numbers, since Keras has none for it.</returns>
    public static Activation Threshold(double threshold, double value) =>
        new(FormattableString.Invariant($"threshold({threshold}, {value})"), x => nn.functional.threshold(x, threshold, value));

    private static Tensor ToSimplex(Tensor x)
    {
        (Tensor sorted, _) = x.sort(-1, descending: true);
        Tensor places = arange(1, x.shape[^1] + 1, dtype: x.dtype, device: x.device), excess = sorted.cumsum(-1) - 1;
        Tensor supported = (sorted - excess / places).gt(0), count = supported.sum(-1, keepdim: true);
        return (x - excess.gather(-1, count - 1) / count).relu();
    }
}
