using System.Text.Json.Nodes;
using TorchSharp;

namespace Fathom.Tests.Layers;

/// <summary>One case of Fixtures/layers*.json, made by the scripts tools/oracles/torch_*.py through layer_cases.py.</summary>
internal sealed class LayerCase
{
    private static readonly Lazy<Dictionary<string, JsonNode>> All = new(() => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "layers*.json")
        .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["cases"]!.AsArray())
        .ToDictionary(node => (string)node!["name"]!, node => node!));

    private readonly JsonNode _case;

    public LayerCase(string name) => _case = All.Value[name];

    public NamedArray[] Inputs => Read("inputs");

    public NamedArray[] InputGradients => Read("input_gradients");

    public NamedArray[] Weights => Read("weights");

    public NamedArray[] WeightGradients => Read("weight_gradients");

    public NamedArray[] Outputs => Read("outputs");

    public NamedArray[] OutputGradients => Read("output_gradients");

    /// <summary>(batch, timesteps) of the first input, where the case has one.</summary>
    public torch.Tensor? Mask => _case["mask"] is { } mask
        ? torch.tensor([.. mask["values"]!.AsArray().Select(value => (bool)value!)], [.. mask["shape"]!.AsArray().Select(axis => (long)axis!)])
        : null;

    private NamedArray[] Read(string key) => [.. _case[key]!.AsArray().Select(array => new NamedArray(
        (string?)array!["name"] ?? key,
        [.. array["shape"]!.AsArray().Select(axis => (long)axis!)],
        [.. array["values"]!.AsArray().Select(value => (float)(double)value!)]))];

    internal sealed record NamedArray(string Name, long[] Shape, float[] Values)
    {
        public torch.Tensor ToTensor() => torch.tensor(Values, Shape);
    }
}
