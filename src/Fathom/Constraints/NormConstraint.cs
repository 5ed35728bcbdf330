using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Fathom.Constraints;

/// <summary>A bound on the length (the L2 norm) of the vectors a weight holds: the base of the constraints on norms.</summary>
public abstract class NormConstraint : Constraint
{
    // Keras's own constant; it keeps a vector of zeros what it is.
    private const double Epsilon = 1e-7;

    private protected NormConstraint() { }

    /// <summary>
    /// The axis, or axes, a vector lies along; 0 unless set, which in a kernel (inputs, units) is the vector of each unit. For the filters of a 2D convolution take
    /// <c>[0, 1, 2]</c>.
    /// </summary>
    public Axes Axis { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The weight has no such axis.</exception>
    public sealed override Tensor Apply(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int[] axes = Axis.Resolve((int)weight.ndim) ?? throw new ArgumentException(
            $"{GetType().Name} bounds vectors along axis {Axis}, but the weight has shape ({string.Join(", ", weight.shape)}). Set Axis to one of its axes, counted from 0.", nameof(weight));
        Tensor norms = weight.square().sum([.. axes.Select(axis => (long)axis)], keepdim: true).sqrt();
        return weight * (Wanted(norms) / (norms + Epsilon));
    }

    /// <summary>The lengths the vectors are to have.</summary>
    private protected abstract Tensor Wanted(Tensor norms);
}
