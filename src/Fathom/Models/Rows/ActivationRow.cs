using Fathom.Kernels;

namespace Fathom.Models.Rows;

/// <summary>An activation value by value.</summary>
/// <typeparam name="T">The register.</typeparam>
/// <param name="count">How many numbers.</param>
/// <param name="activation">Which.</param>
internal sealed unsafe class ActivationRow<T>(int count, DenseActivation activation) : RowStage(count) where T : unmanaged, ILanes<T>
{
    public override int Written => (Outputs + T.Count - 1) / T.Count * T.Count;

    public override void Run(float* from, float* to, float* scratch)
    {
        Buffer.MemoryCopy(from, to, Outputs * sizeof(float), Outputs * sizeof(float));
        DenseActivations<T>.Apply(activation, to, Written);
    }
}
