using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fathom.Validation;

/// <summary>
/// Resamples by drawing blocks and copying them. The series lies in memory twice, so that a block that wraps is still one run, and blocks are copied in steps of
/// sixteen values: what is copied too much is overwritten by the next block, and short blocks need no loop that the processor would have to guess the length of.
/// </summary>
internal sealed class BlockResampler(BlockBootstrap bootstrap, int observations) : Resampler
{
    private const int Step = 16;

    private readonly Block[] _blocks = new Block[observations];
    private readonly double[] _twice = new double[2 * observations + Step];

    public override void Bind(double[] series)
    {
        series.CopyTo(_twice, 0);
        series.CopyTo(_twice, observations);
    }

    public override void Draw(ref RandomStream random, Span<double> sample)
    {
        int count = bootstrap.Draw(_blocks, observations, ref random), at = 0;
        ref double source = ref MemoryMarshal.GetArrayDataReference(_twice);
        ref double target = ref MemoryMarshal.GetReference(sample[..observations]);
        foreach (Block block in _blocks.AsSpan(0, count))
        {
            int end = at + block.Length;
            if (end + Step <= observations)
            {
                Copy(ref source, block.Start, ref target, at);
                for (int done = Step; done < block.Length; done += Step)
                    Copy(ref source, block.Start + done, ref target, at + done);
            }
            else
                _twice.AsSpan(block.Start, block.Length).CopyTo(sample[at..]);
            at = end;
        }
    }

    private static void Copy(ref double source, int from, ref double target, int to)
    {
        Vector512.LoadUnsafe(ref source, (nuint)from).StoreUnsafe(ref target, (nuint)to);
        Vector512.LoadUnsafe(ref source, (nuint)(from + 8)).StoreUnsafe(ref target, (nuint)(to + 8));
    }
}
