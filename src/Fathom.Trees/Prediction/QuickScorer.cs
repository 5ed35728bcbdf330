using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Trees;

/// <summary>
/// Scores 64 rows at a time without walking: each tree is a string of bits, one per leaf from left to right, and every question that a row answers with "right"
/// strikes out the leaves below its left child. The first leaf left over is the row's (Lucchese et al. 2015, "QuickScorer", in the branchless form for vectors).
/// A tree costs one comparison per question whatever its depth, so it pays for trees of up to <see cref="MostLeaves"/> leaves.
/// </summary>
internal sealed class QuickScorer
{
    /// <summary>Beyond this many leaves walking down is cheaper than asking every question.</summary>
    internal const int MostLeaves = 128;

    private readonly LeafBits[] _trees;
    private readonly WordTests[] _words;
    private readonly Test[] _tests;
    private readonly LevelTest[] _levelTests;
    private readonly double[] _values;

    /// <param name="trees">The trees.</param>
    /// <param name="block">How rows are laid out; gets the slots that the questions need.</param>
    internal QuickScorer(IReadOnlyList<Tree> trees, RowBlock block)
    {
        var compiler = new QuickScorerCompiler(block);
        _trees = [.. trees.Select(compiler.Compile)];
        _words = [.. compiler.Words];
        _tests = [.. compiler.Tests];
        _levelTests = [.. compiler.LevelTests];
        _values = [.. compiler.Values];
    }

    /// <summary>Whether a tree is compiled; one with too many leaves, or with levels beyond 253 in a question, is not.</summary>
    internal bool Handles(int tree) => _trees[tree].WordCount > 0;

    /// <summary>Adds a tree's values to the scores of a block's rows.</summary>
    /// <param name="tree">A tree that is handled.</param>
    /// <param name="block">Up to 64 rows, slot after slot.</param>
    /// <param name="scores">Row-major scores of at most 64 rows.</param>
    /// <param name="output">The output to add to.</param>
    /// <param name="outputs">Scores per row.</param>
    [SkipLocalsInit]
    internal void AddTo(int tree, ReadOnlySpan<float> block, Span<double> scores, int output, int outputs)
    {
        LeafBits leaves = _trees[tree];
        Span<uint> bits = stackalloc uint[MostLeaves / 32 * RowBlock.Rows];
        for (int word = 0; word < leaves.WordCount; word++)
            Strike(_words[leaves.Word + word], ref MemoryMarshal.GetReference(block), ref bits[word * RowBlock.Rows]);
        ReadOnlySpan<double> values = _values.AsSpan(leaves.Value, leaves.Leaves);
        int count = scores.Length / outputs;
        for (int row = 0, at = output; row < count; row++, at += outputs)
        {
            uint word = bits[row];
            int leaf = BitOperations.LeadingZeroCount(word);
            for (int next = row + RowBlock.Rows; word == 0; next += RowBlock.Rows)
            {
                word = bits[next];
                leaf += BitOperations.LeadingZeroCount(word);
            }
            scores[at] += values[leaf];
        }
    }

    /// <summary>Asks all questions that strike leaves out of one word.</summary>
    private void Strike(WordTests word, ref float block, ref uint bits)
    {
        Vector256<uint> a = Vector256<uint>.AllBitsSet, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        foreach (ref readonly Test test in _tests.AsSpan(word.Test, word.Tests))
        {
            var threshold = Vector256.Create(test.Threshold);
            var right = Vector256.Create(test.LeavesKept);
            ref float values = ref Unsafe.Add(ref block, test.Slot);
            a &= Kept(ref values, 0, threshold, right);
            b &= Kept(ref values, 8, threshold, right);
            c &= Kept(ref values, 16, threshold, right);
            d &= Kept(ref values, 24, threshold, right);
            e &= Kept(ref values, 32, threshold, right);
            f &= Kept(ref values, 40, threshold, right);
            g &= Kept(ref values, 48, threshold, right);
            h &= Kept(ref values, 56, threshold, right);
        }
        foreach (ref readonly LevelTest test in _levelTests.AsSpan(word.LevelTest, word.LevelTests))
        {
            var right = Vector256.Create(test.LeavesKept);
            ref float codes = ref Unsafe.Add(ref block, test.Slot);
            a &= KeptByLevel(ref codes, 0, test.Levels, right);
            b &= KeptByLevel(ref codes, 8, test.Levels, right);
            c &= KeptByLevel(ref codes, 16, test.Levels, right);
            d &= KeptByLevel(ref codes, 24, test.Levels, right);
            e &= KeptByLevel(ref codes, 32, test.Levels, right);
            f &= KeptByLevel(ref codes, 40, test.Levels, right);
            g &= KeptByLevel(ref codes, 48, test.Levels, right);
            h &= KeptByLevel(ref codes, 56, test.Levels, right);
        }
        a.StoreUnsafe(ref bits);
        b.StoreUnsafe(ref bits, 8);
        c.StoreUnsafe(ref bits, 16);
        d.StoreUnsafe(ref bits, 24);
        e.StoreUnsafe(ref bits, 32);
        f.StoreUnsafe(ref bits, 40);
        g.StoreUnsafe(ref bits, 48);
        h.StoreUnsafe(ref bits, 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Kept(ref float values, nuint offset, Vector256<float> threshold, Vector256<uint> right) =>
        Vector256.LessThan(Vector256.LoadUnsafe(ref values, offset), threshold).AsUInt32() | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> KeptByLevel(ref float codes, nuint offset, Vector256<uint> levels, Vector256<uint> right)
    {
        Vector256<uint> code = Vector256.LoadUnsafe(ref codes, offset).AsUInt32();
        if (!Avx2.IsSupported)
            return LeftByLevel(code, levels) | right;
        // The level's bit goes to the sign, and the sign over all bits.
        Vector256<uint> word = Avx2.PermuteVar8x32(levels, code >>> 5);
        Vector256<uint> shifted = Avx2.ShiftLeftLogicalVariable(word, Vector256.Create(31u) - (code & Vector256.Create(31u)));
        return (shifted.AsInt32() >> 31).AsUInt32() | right;
    }

    private static Vector256<uint> LeftByLevel(Vector256<uint> codes, Vector256<uint> levels)
    {
        Vector256<uint> left = default;
        for (int lane = 0; lane < Vector256<uint>.Count; lane++)
        {
            uint code = codes[lane];
            left = left.WithElement(lane, (levels[(int)(code >> 5)] >> (int)(code & 31) & 1) != 0 ? uint.MaxValue : 0);
        }
        return left;
    }

    /// <summary>A tree: its words of leaf bits and its leaves' values.</summary>
    internal readonly record struct LeafBits(int Word, int WordCount, int Value, int Leaves);

    /// <summary>The questions that strike leaves out of one word.</summary>
    internal readonly record struct WordTests(int Test, int Tests, int LevelTest, int LevelTests);

    /// <summary>A question about numbers: where the values lie, and the leaves kept where a value is not below the threshold.</summary>
    internal readonly record struct Test(float Threshold, int Slot, uint LeavesKept);

    /// <summary>A question about levels: the 256 bits of the codes that go left.</summary>
    internal readonly record struct LevelTest(Vector256<uint> Levels, int Slot, uint LeavesKept);
}
