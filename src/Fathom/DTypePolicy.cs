using static TorchSharp.torch;

namespace Fathom;

/// <summary>
/// In which precision a layer computes; weights are always kept in single precision (<c>keras.DTypePolicy</c>). Set <see cref="Layers.Layer.DTypePolicy"/> of a
/// model and all its layers follow.
/// </summary>
/// <remarks>
/// Layers whose sums need it stay in single precision whatever the policy: recurrent layers and the normalizations. Give the last layer
/// <see cref="Float32"/> where its outputs are probabilities.
/// </remarks>
public sealed class DTypePolicy
{
    private DTypePolicy(string name, ScalarType computeType)
    {
        Name = name;
        ComputeType = computeType;
    }

    /// <summary>Everything in single precision.</summary>
    public static DTypePolicy Float32 { get; } = new("float32", float32);

    /// <summary>
    /// Products of matrices and convolutions in bfloat16: 8 bits of precision, the range of single precision. Faster on processors with AVX512-BF16 or AMX
    /// and on GPUs, slower elsewhere.
    /// </summary>
    public static DTypePolicy MixedBFloat16 { get; } = new("mixed_bfloat16", bfloat16);

    /// <summary>Products of matrices and convolutions in half precision, for GPUs; train with a <see cref="Optimizers.Optimizer"/> that scales the loss.</summary>
    public static DTypePolicy MixedFloat16 { get; } = new("mixed_float16", float16);

    /// <summary>The name Keras gives the policy.</summary>
    public string Name { get; }

    /// <summary>What the layer computes in.</summary>
    internal ScalarType ComputeType { get; }

    /// <summary>Finds a policy by its Keras name.</summary>
    /// <param name="name"><c>float32</c>, <c>mixed_bfloat16</c> or <c>mixed_float16</c>.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static DTypePolicy FromName(string name) => name switch
    {
        "float32" => Float32,
        "mixed_bfloat16" => MixedBFloat16,
        "mixed_float16" => MixedFloat16,
        _ => throw new ArgumentException($"There is no precision policy '{name}'. Use float32, mixed_bfloat16 or mixed_float16.", nameof(name)),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
