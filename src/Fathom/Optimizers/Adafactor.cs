using System.Text.Json.Nodes;
using Fathom.Layers;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>
/// Steps divided by a mean square that is kept for the rows and the columns of a weight instead of for every value (Shazeer and Stern 2018;
/// <c>keras.optimizers.Adafactor</c>).
/// </summary>
/// <remarks>
/// With s = g² + ε₁ and β = 1 − t^p at step t: r ← β r + (1 − β) mean of s along the last axis, c ← β c + (1 − β) mean of s along the axis before, v = (r / mean r) c; a weight
/// of fewer than two axes has v ← β v + (1 − β) s. u = g / √v, cut to û = u / max(1, rms(u) / d); w ← w − max(ε₂, rms(w)) min(η, 1/√t) û.
/// </remarks>
public sealed class Adafactor : PerWeightOptimizer, IFromConfig<Adafactor>
{
    private readonly FactoredSquares _squares = new();

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The largest step size relative to the weight; 0.001 unless given.</param>
    public Adafactor(Schedule? learningRate = null) : base(learningRate ?? 0.001) { }

    private Adafactor(JsonObject config) : base(config)
    {
        Beta2Decay = config.Get("beta_2_decay", -0.8);
        Epsilon1 = config.Get("epsilon_1", 1e-30);
        Epsilon2 = config.Get("epsilon_2", 1e-3);
        ClipThreshold = config.Get("clip_threshold", 1.0);
        RelativeStep = config.Get("relative_step", true);
    }

    /// <summary>p, how fast the mean squares come to be kept, negative; −0.8 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or positive.</exception>
    public double Beta2Decay
    {
        get;
        init => field = value < 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The decay is a negative exponent of the step; -0.8 is usual.");
    } = -0.8;

    /// <summary>ε₁, added to each squared gradient; 1e-30 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon1 { get; init => field = Small(value); } = 1e-30;

    /// <summary>ε₂, the least root mean square a weight is taken to have; 0.001 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon2 { get; init => field = Small(value); } = 1e-3;

    /// <summary>d, the largest root mean square of u, positive; 1 unless given. Independent of the ways of clipping common to all optimizers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public double ClipThreshold
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The threshold is positive; 1 is usual.");
    } = 1;

    /// <summary>Saved for Keras, where too it changes nothing: the step size is bounded by 1/√t with and without it. Set unless cleared.</summary>
    public bool RelativeStep { get; init; } = true;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots =>
    [
        new("r") { Shape = weight => IsFactored(weight) ? weight.Shape[..^1].ToArray() : [] },
        new("c") { Shape = weight => IsFactored(weight) ? [.. weight.Shape[..^2], weight.Shape[^1]] : [], ListedWithPrevious = true },
        new("velocity") { IsDerived = IsFactored, ListedWithPrevious = true },
    ];

    /// <inheritdoc/>
    public static Adafactor FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_2_decay"] = Beta2Decay;
        config["epsilon_1"] = Epsilon1;
        config["epsilon_2"] = Epsilon2;
        config["clip_threshold"] = ClipThreshold;
        config["relative_step"] = RelativeStep;
    }

    private protected override float[] Derive(string slot, int part)
    {
        int[] shape = RuleMemories[2].ShapeFor(part)!;
        return FactoredSquares.Product(RuleMemories[0].Read(part), RuleMemories[1].Read(part), shape[^2], shape[^1]);
    }

    /// <inheritdoc/>
    protected override void Update(WeightSpans weight, double rate)
    {
        int size = weight.Weight.Size;
        Span<float> values = weight.Values[..size];
        ReadOnlySpan<float> gradients = weight.Gradients[..size];
        double scale = Math.Sqrt(FlatMath.SumOfSquares(values) / size);
        float kept = (float)Beta2;
        double squares = IsFactored(weight.Weight)
            ? _squares.Blend(gradients, weight[0], weight[1], weight.Weight.Shape[^2], weight.Weight.Shape[^1], kept, (float)Epsilon1)
            : FactoredSquares.BlendEach(gradients, weight[2], kept, (float)Epsilon1);
        float step = (float)(StepSize(scale, rate) / Math.Max(1, Math.Sqrt(squares / size) / ClipThreshold));
        if (IsFactored(weight.Weight)) _squares.Apply(values, gradients, weight[0], weight[1], weight.Weight.Shape[^2], weight.Weight.Shape[^1], step);
        else FactoredSquares.ApplyEach(values, gradients, weight[2], step);
    }

    /// <inheritdoc/>
    protected override void Update(WeightTensors weight, double rate)
    {
        Tensor gradients = weight.Gradients, squares = gradients.square().add_(Epsilon1);
        double kept = Beta2;
        Tensor root;
        if (IsFactored(weight.Weight))
        {
            Tensor rows = weight[0].mul_(kept).add_(squares.mean([-1]), 1 - kept), columns = weight[1].mul_(kept).add_(squares.mean([-2]), 1 - kept);
            root = (rows / rows.mean([-1], keepdim: true)).unsqueeze(-1).mul(columns.unsqueeze(-2)).sqrt_();
        }
        else root = weight[2].mul_(kept).add_(squares, 1 - kept).sqrt();
        Tensor direction = gradients / root, length = direction.square().mean().sqrt_();
        Tensor scale = weight.Values.square().mean().sqrt_().clamp_min_(Epsilon2);
        _ = weight.Values.sub_(direction.mul_(scale / (length / ClipThreshold).clamp_min_(1)).mul_(Bounded(rate)));
    }

    private static bool IsFactored(Weight weight) => weight.Shape.Length >= 2;

    private double Beta2 => 1 - Math.Pow(Iterations, Beta2Decay);

    private double Bounded(double rate) => Math.Min(rate, 1 / Math.Sqrt(Iterations));

    private double StepSize(double scale, double rate) => Math.Max(Epsilon2, scale) * Bounded(rate);
}
