using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Benchmarks.Labs;

/// <summary>A net as a user of TorchSharp writes it.</summary>
/// <param name="Forward">From a batch to outputs, logits where they are probabilities.</param>
/// <param name="Modules">Hold the parameters.</param>
internal sealed record LoopNet(Func<Tensor, Tensor> Forward, params nn.Module[] Modules) : IDisposable
{
    /// <summary>Puts all samples, once, into the layout that the net takes.</summary>
    public Func<Tensor, Tensor> Arrange { get; init; } = x => x;

    /// <summary>Modules one after another.</summary>
    public static LoopNet Chain(params nn.Module<Tensor, Tensor>[] modules) => Chain(nn.Sequential(modules));

    /// <summary>One module.</summary>
    public static LoopNet Chain(nn.Module<Tensor, Tensor> module) => new(module.call, module);

    public void Dispose()
    {
        foreach (nn.Module module in Modules) module.Dispose();
    }
}
