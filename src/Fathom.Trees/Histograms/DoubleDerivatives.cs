using System.Runtime.Intrinsics;

namespace Fathom.Trees;

/// <summary>
/// Derivatives as pairs of doubles, for rows of so different weight that whole numbers would round most of them away. Every sum is taken
/// by one thread in the order of the rows, so it does not depend on the number of threads here either.
/// </summary>
internal sealed unsafe class DoubleDerivatives(float[] gradients, float[] hessians, int outputs) : RowDerivatives
{
    internal int Output { get; set; }

    internal override int WordsPerBin => 2;

    internal override DerivativeSums Total(int* rows, int count)
    {
        var total = new DerivativeSums(0, 0);
        for (int i = 0; i < count; i++)
        {
            int at = rows[i] * outputs + Output;
            total += new DerivativeSums(gradients[at], hessians[at]);
        }
        return total;
    }

    internal override void Stage(int* rows, int count, long* staged)
    {
        var pairs = (double*)staged;
        for (int i = 0; i < count; i++)
        {
            int at = rows[i] * outputs + Output;
            pairs[2 * i] = gradients[at];
            pairs[2 * i + 1] = hessians[at];
        }
    }

    internal override void Add(HistogramSegment segment, ulong* cells, int* rows, int count, long* staged, long* sums)
    {
        bool isWide = segment.Panel.CellBytes == 2;
        for (int lane = 0; lane < segment.Features.Length; lane++)
        {
            double* column = (double*)sums + 2 * lane * segment.BinsPerColumn;
            for (int i = 0; i < count; i++)
            {
                double* bin = column + 2 * (isWide ? ((ushort*)segment.Panel.Cells)[rows[i]] : (byte)(cells[i] >> 8 * lane));
                (Vector128.Load(bin) + Vector128.Load((double*)staged + 2 * i)).Store(bin);
            }
        }
    }

    internal override void Subtract(long* parent, long* child, int bins)
    {
        var from = (double*)parent;
        for (int i = 0; i < 2 * bins; i += Vector256<double>.Count)
            (Vector256.Load(from + i) - Vector256.Load((double*)child + i)).Store(from + i);
    }

    internal override void Read(long* sums, int bins, ScanBuffer buffer)
    {
        var pairs = (double*)sums;
        for (int bin = 0; bin < bins; bin++)
        {
            buffer.Gradients[bin] = pairs[2 * bin];
            buffer.Hessians[bin] = pairs[2 * bin + 1];
        }
    }

    internal override DerivativeSums Cumulate(long* sums, int bins, ScanBuffer buffer)
    {
        var pairs = (double*)sums;
        double gradient = 0, hessian = 0;
        for (int bin = 1; bin < bins; bin++)
        {
            buffer.Gradients[bin - 1] = gradient += pairs[2 * bin];
            buffer.Hessians[bin - 1] = hessian += pairs[2 * bin + 1];
        }
        for (int pad = 0; pad < Vector256<double>.Count; pad++)
        {
            buffer.Gradients[bins - 1 + pad] = gradient;
            buffer.Hessians[bins - 1 + pad] = hessian;
        }
        return new(pairs[0], pairs[1]);
    }
}
