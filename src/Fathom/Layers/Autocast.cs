using static TorchSharp.torch;

namespace Fathom.Layers;

/// <summary>The precision the layer now being called computes in: reading <see cref="Weight.Value"/> gives it in this precision.</summary>
internal static class Autocast
{
    [ThreadStatic]
    private static ScalarType? t_type;

    /// <summary>The type weights are read in; none for their own.</summary>
    public static ScalarType? Type => t_type;

    /// <summary>Reads weights in a type until the result is disposed.</summary>
    public static Scope Use(ScalarType type)
    {
        var scope = new Scope(t_type);
        t_type = type == float32 ? null : type;
        return scope;
    }

    public readonly ref struct Scope(ScalarType? outer)
    {
        private readonly ScalarType? _outer = outer;

        public void Dispose() => t_type = _outer;
    }
}
