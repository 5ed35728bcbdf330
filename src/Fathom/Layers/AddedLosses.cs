using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The penalties that layers add while a model handles a batch of training or evaluation.</summary>
internal static class AddedLosses
{
    [ThreadStatic]
    private static List<Tensor>? t_open;

    /// <summary>Those added on this thread since <see cref="Open"/>; none outside of it.</summary>
    public static IReadOnlyList<Tensor> Current => t_open ?? [];

    /// <summary>Adds a scalar, if anybody collects.</summary>
    public static void Add(Tensor loss) => t_open?.Add(loss);

    /// <summary>Collects until the result is disposed.</summary>
    public static Scope Open()
    {
        var scope = new Scope(t_open);
        t_open = [];
        return scope;
    }

    public readonly ref struct Scope(List<Tensor>? outer)
    {
        private readonly List<Tensor>? _outer = outer;

        public void Dispose() => t_open = _outer;
    }
}
