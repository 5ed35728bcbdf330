using System.Runtime.CompilerServices;

namespace Fathom.Kernels;

/// <summary>Activations and their derivatives over rows of panels.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static unsafe class DenseActivations<T> where T : unmanaged, ILanes<T>
{
    /// <summary>f(x) in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(DenseActivation activation, float* x, int count)
    {
        float* end = x + count;
        T zero = T.Of(0f);
        switch (activation)
        {
            case DenseActivation.Relu:
                // What is not a number comes second, and stays.
                for (; x < end; x += T.Count) T.Max(zero, T.Load(x)).Store(x);
                break;
            case DenseActivation.Sigmoid:
                for (; x < end; x += T.Count) LaneMath<T>.Sigmoid(T.Load(x)).Store(x);
                break;
            case DenseActivation.Tanh:
                for (; x < end; x += T.Count) LaneMath<T>.Tanh(T.Load(x)).Store(x);
                break;
        }
    }

    /// <summary>g · f′ in place, f′ from the values f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(DenseActivation activation, float* values, float* gradients, int count)
    {
        float* end = gradients + count;
        T one = T.Of(1f), zero = T.Of(0f);
        switch (activation)
        {
            case DenseActivation.Relu:
                for (; gradients < end; gradients += T.Count, values += T.Count) T.WhereBelow(T.Load(values), float.Epsilon, zero, T.Load(gradients)).Store(gradients);
                break;
            case DenseActivation.Sigmoid:
                for (; gradients < end; gradients += T.Count, values += T.Count)
                {
                    T value = T.Load(values);
                    (T.Load(gradients) * (value * (one - value))).Store(gradients);
                }
                break;
            case DenseActivation.Tanh:
                for (; gradients < end; gradients += T.Count, values += T.Count)
                {
                    T value = T.Load(values);
                    (T.Load(gradients) * (one - value * value)).Store(gradients);
                }
                break;
        }
    }
}
