namespace Fathom.Trees.Tests.Histograms;

public unsafe class ScanTests
{
    [Fact]
    public void Running_sums_are_those_of_one_addition_after_another()
    {
        var random = new Random(1);
        var scale = new FixedPointScale(1000, 2000);
        for (int count = 1; count <= 70; count++)
        {
            // What stands behind the last bin belongs to another column.
            long[] packed = [.. Enumerable.Range(0, count + 4).Select(_ => scale.Pack((float)(random.NextDouble() - 0.5), (float)random.NextDouble(), (uint)random.Next()))];
            var buffer = ScanBuffer.For(count);
            fixed (long* sums = packed)
                scale.Cumulate(sums, count, buffer);
            long running = 0;
            for (int i = 0; i < (count + 3) / 4 * 4; i++)
            {
                running += i < count ? packed[i] : 0;
                Assert.Equal(scale.Sums(running), buffer[i]);
            }
        }
    }

    [Theory, InlineData(0.0), InlineData(1.0)]
    public void The_best_cut_is_the_first_of_the_highest_score(double l2)
    {
        var random = new Random(2);
        int found = 0, known = 0;
        for (int repeat = 0; repeat < 2000; repeat++)
        {
            int count = random.Next(1, 40);
            var buffer = ScanBuffer.For(count);
            DerivativeSums passed = default;
            for (int i = 0; i < (count + 3) / 4 * 4; i++)
            {
                // Empty bins and whole numbers make ties.
                if (i < count && random.Next(3) > 0)
                    passed += new DerivativeSums(random.Next(-3, 4), random.Next(0, 3));
                (buffer.Gradients[i], buffer.Hessians[i]) = (passed.Gradient, passed.Hessian);
            }
            var offset = new DerivativeSums(random.Next(-2, 3), random.Next(0, 3));
            DerivativeSums node = passed + offset + new DerivativeSums(random.Next(-3, 4), random.Next(0, 4));
            double threshold = node.Hessian + l2 > 0 ? node.Gradient * node.Gradient / (node.Hessian + l2) : 0;
            (double best, int index) = (threshold, -1);
            for (int i = 0; i < count; i++)
            {
                DerivativeSums left = buffer[i] + offset, right = node - left;
                double score = (left.Gradient * left.Gradient * (right.Hessian + l2) + right.Gradient * right.Gradient * (left.Hessian + l2)) / ((left.Hessian + l2) * (right.Hessian + l2));
                if (left.Hessian >= 1 && right.Hessian >= 1 && score > best)
                    (best, index) = (score, i);
            }
            found += index >= 0 ? 1 : 0;
            Assert.Equal((best, index), GainScan.Plain(buffer, count, offset, node, l2, 1, threshold, double.NegativeInfinity));
            // As good as the best elsewhere: still found, for the earlier column wins.
            Assert.Equal((best, index), GainScan.Plain(buffer, count, offset, node, l2, 1, threshold, best));
            (double lower, _) = GainScan.Plain(buffer, count, offset, node, l2, 1, threshold, best + 1);
            Assert.InRange(lower, threshold, best);
            known += lower < best ? 1 : 0;
        }
        Assert.True(found > 1000 && known > 100, $"{found} cuts, {known} of them passed over.");
    }
}
