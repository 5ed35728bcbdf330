namespace Fathom.Kernels;

/// <summary>The activations whose derivative follows from their value.</summary>
internal enum DenseActivation
{
    Linear,
    Relu,
    Sigmoid,
    Tanh,
}
