namespace Fathom.Kernels;

/// <summary>A fully connected layer as the kernel sees it.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="Activation">Applied to each output.</param>
/// <param name="Kernel">Where the kernel lies in the flat buffers, (inputs, outputs) row-major.</param>
/// <param name="Bias">Where the bias lies; −1 without.</param>
internal readonly record struct DenseLink(int Inputs, int Outputs, DenseActivation Activation, int Kernel, int Bias);
