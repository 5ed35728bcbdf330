using Fathom.Trees.Tests.Support;

namespace Fathom.Trees.Tests.Histograms;

public class PrecisionTests
{
    /// <summary>Few distinct values, so that histograms try every cut that exact splits try.</summary>
    private static readonly RandomRows Rows = RandomRows.Draw(seed: 4, count: 240, columns: 4, missing: 0.1);

    [Theory, InlineData(1e6f), InlineData(1e9f), InlineData(1e12f), InlineData(1e-12f)]
    public void Light_rows_are_learnt_from_beside_very_heavy_ones(float weight)
    {
        // Three rows outweigh all others; with whole numbers of 31 bits the others would round to nothing.
        float[] weights = [.. Enumerable.Range(0, Rows.Count).Select(row => row < 3 ? weight : 1)];
        var exact = new GradientBoostingRegressor { Trees = 5, LearningRate = 0.5, Split = SplitMethod.Exact, L2 = 0, MinChildWeight = 0 };
        exact.Fit(Rows.Features, Rows.Targets, weights);
        var histogram = new GradientBoostingRegressor { Trees = 5, LearningRate = 0.5, L2 = 0, MinChildWeight = 0 };
        histogram.Fit(Rows.Features, Rows.Targets, weights);
        float[] expected = exact.Predict(Rows.Features), actual = histogram.Predict(Rows.Features);
        // Float derivatives carry 24 bits; sums that cancel against the heavy rows lose as many as these outweigh the others.
        double LossOf(float[] predictions) => Enumerable.Range(3, Rows.Count - 3).Average(row => Math.Pow(Rows.Targets[row] - predictions[row], 2));
        Assert.InRange(LossOf(actual), 0.9 * LossOf(expected), 1.1 * LossOf(expected));
        Assert.True(LossOf(actual) < 0.5 * Rows.Targets.Skip(3).Average(target => target * target));
    }

    [Fact]
    public void Eight_rows_are_packed_as_one_by_one()
    {
        var random = new Random(1);
        var scale = new FixedPointScale(1234.5, 987.6);
        var counters = new CounterHash(1, 2, 3);
        for (int repeat = 0; repeat < 200; repeat++)
        {
            float[] gradients = [.. Enumerable.Range(0, 8).Select(_ => (float)(random.NextDouble() - 0.5) * MathF.Pow(10, random.Next(-9, 3)))];
            float[] hessians = [.. Enumerable.Range(0, 8).Select(_ => (float)random.NextDouble() * MathF.Pow(10, random.Next(-9, 2)))];
            uint[] bits = new uint[8];
            System.Runtime.Intrinsics.Vector256.CopyTo(counters.EightAt(8 * repeat), bits);
            Assert.Equal(Enumerable.Range(8 * repeat, 8).Select(counters.At), bits);
            int drowned = Enumerable.Range(0, 8).Count(i => scale.Drowns(gradients[i], hessians[i]));
            Assert.Equal(drowned, scale.CountDrowned(System.Runtime.Intrinsics.Vector256.Create(gradients), System.Runtime.Intrinsics.Vector256.Create(hessians)));
            for (int half = 0; half < 8; half += 4)
            {
                var packed = scale.Pack(Wide(gradients, half), Wide(hessians, half), Random(half, bit => bit & 0xffff), Random(half, bit => bit >> 16));
                for (int i = 0; i < 4; i++)
                    Assert.Equal(scale.Pack(gradients[half + i], hessians[half + i], bits[half + i]), packed[i]);
            }

            System.Runtime.Intrinsics.Vector256<double> Random(int from, Func<uint, uint> part) =>
                System.Runtime.Intrinsics.Vector256.Create(part(bits[from]), part(bits[from + 1]), part(bits[from + 2]), (double)part(bits[from + 3]));
        }

        static System.Runtime.Intrinsics.Vector256<double> Wide(float[] values, int from) =>
            System.Runtime.Intrinsics.Vector256.Create(values[from], values[from + 1], values[from + 2], (double)values[from + 3]);
    }
}
