using System.Text.Json.Nodes;
using Fathom.Saving;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>Turns categories, numbered from 0, into zeros and ones or counts (<c>keras.layers.CategoryEncoding</c>).</summary>
/// <remarks>
/// Input (batch, n) whole numbers below <see cref="NumTokens"/>; for <see cref="CategoryOutput.Count"/> optionally what each counts, of the same shape, after
/// it. Output as <see cref="CategoryOutput"/> says.
/// </remarks>
public sealed class CategoryEncoding : Layer, IFromConfig<CategoryEncoding>
{
    private static readonly string[] Arguments = ["inputs", "count_weights"];

    /// <summary>Creates the layer.</summary>
    /// <param name="numTokens">The number of categories, at least 1.</param>
    /// <param name="outputMode">How they leave: ones for those of a sample unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numTokens"/> is below 1, or the mode is Integer or TfIdf.</exception>
    public CategoryEncoding(int numTokens, CategoryOutput outputMode = CategoryOutput.MultiHot)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numTokens, 1);
        if (outputMode is CategoryOutput.Integer or CategoryOutput.TfIdf)
            throw new ArgumentOutOfRangeException(nameof(outputMode), outputMode, "A CategoryEncoding gives OneHot, MultiHot or Count. For TfIdf take an IntegerLookup.");
        (NumTokens, OutputMode) = (numTokens, outputMode);
    }

    /// <summary>The number of categories.</summary>
    public int NumTokens { get; }

    /// <summary>How they leave.</summary>
    public CategoryOutput OutputMode { get; }

    internal override IReadOnlyList<string> ArgumentNames => Arguments;

    /// <inheritdoc/>
    protected override bool CastsInputs => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count is not (1 or 2) || (inputs.Count == 2 && (OutputMode != CategoryOutput.Count || !inputs[0].Matches(inputs[1]))))
            throw new ShapeException($"{this.Title} got the shapes {string.Join(", ", inputs)} but takes categories, and in the mode Count weights of the same shape after them. Leave the weights, or set the mode.");
        return [CategoryCodes.OutputShape(inputs[0], OutputMode, NumTokens)];
    }

    /// <inheritdoc/>
    public static CategoryEncoding FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new CategoryEncoding(config.Need<int>("num_tokens"), CategoryCodes.FromName(config.Get("output_mode", "multi_hot")))
        {
            Name = config.LayerName(),
            Trainable = config.Get("trainable", true),
        };
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Call(IReadOnlyList<Tensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor ids = inputs[0].to(int64);
        if (ids.numel() > 0 && (ids.min().ToInt64(), ids.max().ToInt64()) is var (least, greatest) && (least < 0 || greatest >= NumTokens))
            throw new ArgumentException($"{this.Title} has the categories 0 … {NumTokens - 1} but got numbers from {least} to {greatest}. Make it with more categories, or map unknown ones with an IntegerLookup before.", nameof(inputs));
        return [CategoryCodes.Encode(ids, OutputMode, NumTokens, inputs.ElementAtOrDefault(1))];
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["num_tokens"] = NumTokens;
        config["output_mode"] = CategoryCodes.NameOf(OutputMode);
        config["sparse"] = false;
    }
}
