namespace Fathom.Models.Rows;

/// <summary>Softmax over the last axis.</summary>
/// <param name="count">How many numbers.</param>
/// <param name="classes">The length of the last axis.</param>
internal sealed unsafe class SoftmaxRow(int count, int classes) : RowStage(count)
{
    public override void Run(float* from, float* to, float* scratch)
    {
        for (int start = 0; start < Outputs; start += classes, from += classes, to += classes)
        {
            float largest = from[0], sum = 0;
            for (int i = 1; i < classes; i++) largest = Math.Max(largest, from[i]);
            for (int i = 0; i < classes; i++) sum += to[i] = MathF.Exp(from[i] - largest);
            for (int i = 0; i < classes; i++) to[i] /= sum;
        }
    }
}
