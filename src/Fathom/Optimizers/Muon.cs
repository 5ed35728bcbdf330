using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fathom.Layers;
using Fathom.Saving;
using Fathom.Schedules;
using static TorchSharp.torch;

namespace Fathom.Optimizers;

/// <summary>
/// Steps of matrices along the orthogonalised momentum, all else as <see cref="AdamW"/> (Jordan et al. 2024; Liu et al. 2025, arXiv:2502.16982;
/// <c>keras.optimizers.Muon</c>).
/// </summary>
/// <remarks>
/// For a weight of two axes (n, m): b ← μ b + g; x = g + μ b, or b without Nesterov's look-ahead; <see cref="NsSteps"/> times x ← a x + (b A + c A²) x with A = x xᵀ, starting from x / ‖x‖;
/// w ← w − η ρ √max(n, m) x. Embeddings, <see cref="ExcludeLayers"/> and weights with other than two axes go by Adam's rule. Name the output layer in
/// <see cref="ExcludeLayers"/>, as the authors advise.
/// </remarks>
public sealed class Muon : PerWeightOptimizer, IFromConfig<Muon>
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The step size; 0.001 unless given.</param>
    public Muon(Schedule? learningRate = null) : base(learningRate ?? 0.001) => WeightDecay = 0.004;

    private Muon(JsonObject config) : base(config)
    {
        if (!config.ContainsKey("weight_decay")) WeightDecay = 0.004;
        if (config.ContainsKey("adam_weight_decay")) AdamWeightDecay = Optional<double>(config, "adam_weight_decay");
        if (config.ContainsKey("rms_rate")) RmsRate = Optional<double>(config, "rms_rate");
        AdamBeta1 = config.Get("adam_beta_1", 0.9);
        AdamBeta2 = config.Get("adam_beta_2", 0.999);
        Epsilon = config.Get("epsilon", 1e-7);
        ExcludeLayers = config["exclude_layers"] is JsonArray layers ? [.. layers.Select(layer => layer!.GetValue<string>())] : [];
        MuonA = config.Get("muon_a", 3.4445);
        MuonB = config.Get("muon_b", -4.775);
        MuonC = config.Get("muon_c", 2.0315);
        AdamLearningRateRatio = config.Get("adam_lr_ratio", 1.0);
        Momentum = config.Get("momentum", 0.95);
        NsSteps = config.Get("ns_steps", 5);
        Nesterov = config.Get("nesterov", true);
        ExcludeEmbeddings = config.Get("exclude_embeddings", true);
    }

    /// <summary>β₁ of Adam's rule, from 0 up to but without 1; 0.9 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double AdamBeta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂ of Adam's rule, from 0 up to but without 1; 0.999 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double AdamBeta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>The weight decay where Adam's rule holds, in place of <see cref="SlotOptimizer.WeightDecay"/>; 0.004 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? AdamWeightDecay { get; init => field = Decay(value); } = 0.004;

    /// <summary>ε of Adam's rule, keeps the denominator off zero; 1e-7 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Epsilon { get; init => field = Small(value); } = 1e-7;

    /// <summary>Regular expressions: weights whose path matches one go by Adam's rule. The path holds the names of layers and of the weight: <c>dense/kernel</c>.</summary>
    public IReadOnlyList<string> ExcludeLayers { get; init; } = [];

    /// <summary>Whether weights with <c>embedding</c> in their path go by Adam's rule; they do unless cleared.</summary>
    public bool ExcludeEmbeddings { get; init; } = true;

    /// <summary>a of the iteration; 3.4445 unless given.</summary>
    public double MuonA { get; init; } = 3.4445;

    /// <summary>b of the iteration; −4.775 unless given.</summary>
    public double MuonB { get; init; } = -4.775;

    /// <summary>c of the iteration; 2.0315 unless given.</summary>
    public double MuonC { get; init; } = 2.0315;

    /// <summary>The step size of Adam's rule relative to the optimizer's; 1 unless given.</summary>
    public double AdamLearningRateRatio { get; init; } = 1;

    /// <summary>μ, how much of the momentum is kept, from 0 up to but without 1; 0.95 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum { get; init => field = Fraction(value); } = 0.95;

    /// <summary>The number of Newton–Schulz iterations, positive; 5 unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int NsSteps
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A matrix is made orthogonal in at least one iteration; 5 is usual.");
    } = 5;

    /// <summary>Whether to look ahead along the momentum; so unless cleared.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>ρ, brings steps to the size of Adam's (Liu et al. 2025, section 2.2); 0.2 unless given, none for steps of the plain orthogonal matrix.</summary>
    public double? RmsRate { get; init; } = 0.2;

    /// <inheritdoc/>
    protected override IReadOnlyList<Slot> RuleSlots =>
        [new("momentum"), new("velocity") { Shape = weight => UsesAdam(weight) ? weight.Shape.ToArray() : null, ListedWithPrevious = true }];

    /// <inheritdoc/>
    public static Muon FromConfig(JsonObject config) => new(config);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["adam_beta_1"] = AdamBeta1;
        config["adam_beta_2"] = AdamBeta2;
        config["epsilon"] = Epsilon;
        config["exclude_layers"] = new JsonArray([.. ExcludeLayers.Select(layer => (JsonNode)layer)]);
        config["muon_a"] = MuonA;
        config["muon_b"] = MuonB;
        config["muon_c"] = MuonC;
        config["adam_lr_ratio"] = AdamLearningRateRatio;
        config["momentum"] = Momentum;
        config["ns_steps"] = NsSteps;
        config["nesterov"] = Nesterov;
        config["exclude_embeddings"] = ExcludeEmbeddings;
        config["adam_weight_decay"] = AdamWeightDecay;
        config["rms_rate"] = RmsRate;
    }

    private protected override double DecayOf(Weight weight) => IsExcludedFromDecay(weight) ? 0 : (UsesAdam(weight) ? AdamWeightDecay : WeightDecay) ?? 0;

    /// <inheritdoc/>
    protected override void Update(WeightSpans weight, double rate)
    {
        // Matrix products are libtorch's on every device.
        if (weight[1].IsEmpty) StepAlong(weight.AsTensors(), rate);
        else Adam.Step(weight.Values, weight.Gradients, weight[0], weight[1], [], AdamAlpha(rate), AdamBeta1, AdamBeta2, Epsilon);
    }

    /// <inheritdoc/>
    protected override void Update(WeightTensors weight, double rate)
    {
        if (weight.Has(1)) Adam.Step(weight.Values, weight.Gradients, weight[0], weight[1], null, AdamAlpha(rate), AdamBeta1, AdamBeta2, Epsilon);
        else StepAlong(weight, rate);
    }

    private bool UsesAdam(Weight weight) => weight.Shape.Length != 2 || (ExcludeEmbeddings && weight.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase)) ||
        ExcludeLayers.Any(pattern => Regex.IsMatch(weight.Path, pattern));

    private double AdamAlpha(double rate) => Adam.StepSize(rate * AdamLearningRateRatio, AdamBeta1, AdamBeta2, Iterations);

    private void StepAlong(WeightTensors weight, double rate)
    {
        Tensor momentum = weight[0].mul_(Momentum).add_(weight.Gradients);
        Tensor direction = Orthogonal(Nesterov ? weight.Gradients.add(momentum, Momentum) : momentum);
        double size = RmsRate is double rms ? rms * Math.Sqrt(Math.Max(weight.Weight.Shape[0], weight.Weight.Shape[1])) : 1;
        _ = weight.Values.add_(direction, -rate * size);
    }

    /// <summary>Brings all singular values of a matrix near 1, by as many iterations as asked.</summary>
    private Tensor Orthogonal(Tensor matrix)
    {
        bool tall = matrix.shape[0] > matrix.shape[1];
        Tensor x = tall ? matrix.t() : matrix;
        x = x / (x.norm() + 1e-7);
        for (int i = 0; i < NsSteps; i++)
        {
            Tensor square = x.mm(x.t());
            x = (x * MuonA).add_((square * MuonB).add_(square.mm(square), MuonC).mm(x));
        }
        return tall ? x.t() : x;
    }
}
