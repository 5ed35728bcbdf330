using Fathom.Layers;

namespace Fathom.Models.Rows;

/// <summary>(x − centre) · scale + offset, feature by feature of the last axis.</summary>
/// <param name="count">How many numbers.</param>
/// <param name="line">The line.</param>
internal sealed unsafe class LineRow(int count, ValueLine line) : RowStage(count)
{
    public override void Run(float* from, float* to, float* scratch)
    {
        for (int start = 0; start < Outputs; start += line.Scale.Length)
            for (int i = 0; i < line.Scale.Length; i++) to[start + i] = (from[start + i] - line.Centre[i]) * line.Scale[i] + line.Offset[i];
    }
}
