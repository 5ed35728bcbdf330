using System.Text.Json.Nodes;
using Fathom.Initializers;
using Fathom.Saving;

namespace Fathom.Tests.Initializers;

public class InitializerTests
{
    private const int Rows = 300, Columns = 200;

    private static float[] Draw(Initializer initializer, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (product, axis) => product * axis)];
        initializer.Fill(values, shape, new Random(17));
        return values;
    }

    private static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = values.Average(value => (double)value);
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    /// <summary>Variance scale / fan, whatever the distribution; uniform ends at √3, truncated normal at 2 / 0.8796 deviations.</summary>
    [Theory]
    [InlineData("GlorotUniform", 2.0 / (Rows + Columns), 1.7320508), InlineData("GlorotNormal", 2.0 / (Rows + Columns), 2.2736951)]
    [InlineData("HeUniform", 2.0 / Rows, 1.7320508), InlineData("HeNormal", 2.0 / Rows, 2.2736951)]
    [InlineData("LecunUniform", 1.0 / Rows, 1.7320508), InlineData("LecunNormal", 1.0 / Rows, 2.2736951)]
    public void Scaled_by_fans(string name, double variance, double bound)
    {
        var initializer = KerasRegistry.Deserialize<Initializer>(new JsonObject { ["class_name"] = name, ["config"] = new JsonObject() })!;
        float[] values = Draw(initializer, Rows, Columns);
        (double mean, double deviation) = Moments(values);
        double expected = Math.Sqrt(variance);
        Assert.Equal(0, mean, 4 * expected / Math.Sqrt(values.Length));
        Assert.Equal(expected, deviation, 0.01 * expected);
        double farthest = values.Max(value => Math.Abs((double)value));
        Assert.InRange(farthest, 0.99 * bound * expected, bound * expected * (1 + 1e-6));
    }

    [Fact]
    public void A_convolution_counts_its_window_in_both_fans()
    {
        (_, double deviation) = Moments(Draw(new GlorotUniform(), 5, 40, 60));
        Assert.Equal(Math.Sqrt(2.0 / (5 * 40 + 5 * 60)), deviation, 0.001);
    }

    [Fact]
    public void Variance_scaling_draws_untruncated_when_asked()
    {
        float[] values = Draw(new VarianceScaling(3, FanMode.FanOut, DrawDistribution.UntruncatedNormal), Rows, Columns);
        (_, double deviation) = Moments(values);
        Assert.Equal(Math.Sqrt(3.0 / Columns), deviation, 0.01 * Math.Sqrt(3.0 / Columns));
        Assert.True(values.Max() > 3 * deviation);
    }

    [Fact]
    public void Plain_distributions()
    {
        (double mean, double deviation) = Moments(Draw(new RandomNormal(1, 0.5), Rows, Columns));
        Assert.Equal(1, mean, 0.01);
        Assert.Equal(0.5, deviation, 0.005);
        float[] truncated = Draw(new TruncatedNormal(1, 0.5), Rows, Columns);
        Assert.Equal(0.5 * 0.87962566, Moments(truncated).Deviation, 0.005);
        Assert.All(truncated, value => Assert.InRange(value, 0, 2));
        float[] uniform = Draw(new RandomUniform(-1, 3), Rows, Columns);
        Assert.Equal(4 / Math.Sqrt(12), Moments(uniform).Deviation, 0.01);
        Assert.InRange(uniform.Min(), -1, -0.99);
        Assert.All(Draw(new Zeros(), 3), value => Assert.Equal(0, value));
        Assert.All(Draw(new Ones(), 3), value => Assert.Equal(1, value));
        Assert.All(Draw(new Constant(0.25f), 3), value => Assert.Equal(0.25f, value));
    }

    [Theory]
    [InlineData(7, 4), InlineData(4, 7), InlineData(5, 5)]
    public void Orthogonal_rows_or_columns_are_orthonormal(int rows, int columns)
    {
        float[] values = Draw(new Orthogonal(2), rows, columns);
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double At(int vector, int i) => rows >= columns ? values[i * columns + vector] : values[vector * columns + i];
        for (int a = 0; a < count; a++)
            for (int b = 0; b < count; b++)
                Assert.Equal(a == b ? 4 : 0, Enumerable.Range(0, length).Sum(i => At(a, i) * At(b, i)), 5);
    }

    [Fact]
    public void Configurations_there_and_back()
    {
        Initializer[] all = [new Zeros(), new Ones(), new Constant(3), new GlorotUniform(), new HeNormal(), new RandomNormal(1, 2), new TruncatedNormal(1, 2), new RandomUniform(1, 2),
            new VarianceScaling(2, FanMode.FanAverage, DrawDistribution.Uniform), new Orthogonal(0.5) { Seed = 5 },
            new Identity(2), new HeUniform { Seed = 3 }, new LecunNormal { InputAxes = [0], OutputAxes = [1] }];
        foreach (Initializer initializer in all)
        {
            JsonNode text = JsonNode.Parse(KerasRegistry.Serialize(initializer, "keras.initializers")!.ToJsonString())!;
            Initializer again = KerasRegistry.Deserialize<Initializer>(text)!;
            Assert.Equal(initializer.GetType(), again.GetType());
            Assert.Equal(Draw(initializer, 4, 6), Draw(again, 4, 6));
        }
    }

    [Fact]
    public void A_seed_decides_alone()
    {
        float[] Drawn(Initializer initializer, int generator)
        {
            float[] values = new float[12];
            initializer.Fill(values, [3, 4], new Random(generator));
            return values;
        }
        foreach (Initializer seeded in (Initializer[])[new GlorotUniform { Seed = 1 }, new RandomNormal { Seed = 1 }, new RandomUniform { Seed = 1 }, new TruncatedNormal { Seed = 1 }, new Orthogonal { Seed = 1 }])
            Assert.Equal(Drawn(seeded, 5), Drawn(seeded, 6));
        Assert.NotEqual(Drawn(new HeNormal { Seed = 1 }, 5), Drawn(new HeNormal { Seed = 2 }, 5));
        Assert.NotEqual(Drawn(new HeNormal(), 5), Drawn(new HeNormal(), 6));
        JsonObject config = new GlorotUniform { Seed = 9 }.GetConfig();
        Assert.Equal("""{"seed":9}""", config.ToJsonString());
    }

    [Fact]
    public void Fans_may_be_named()
    {
        // A kernel (embedding, heads, size) has 40 inputs and 60 · 5 outputs a head of it would not count.
        (_, double deviation) = Moments(Draw(new VarianceScaling(1, FanMode.FanAverage, DrawDistribution.Uniform) { InputAxes = [0], OutputAxes = [1, 2] }, 40, 60, 5));
        Assert.Equal(Math.Sqrt(1.0 / ((40 + 60 * 5) / 2.0)), deviation, 0.001);
    }

    [Fact]
    public void Identity_is_cut_or_filled()
    {
        Assert.Equal([2f, 0, 0, 0, 2, 0], Draw(new Identity(2), 2, 3));
        Assert.Equal([1f, 0, 0, 1, 0, 0], Draw(new Identity(), 3, 2));
        Assert.Contains("needs a matrix", Assert.Throws<ArgumentException>(() => Draw(new Identity(), 3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glorot_uniform", typeof(GlorotUniform)), InlineData("zeros", typeof(Zeros)), InlineData("Ones", typeof(Ones)), InlineData("he_normal", typeof(HeNormal))]
    [InlineData("normal", typeof(RandomNormal)), InlineData("uniform", typeof(RandomUniform)), InlineData("identity", typeof(Identity)), InlineData("lecun_uniform", typeof(LecunUniform))]
    [InlineData("OrthogonalInitializer", typeof(Orthogonal)), InlineData("truncated_normal", typeof(TruncatedNormal)), InlineData("variance_scaling", typeof(VarianceScaling))]
    public void Identifiers_are_read(string identifier, Type type) => Assert.IsType(type, KerasRegistry.Deserialize<Initializer>(identifier));

    [Fact]
    public void Impossible_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomNormal(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomUniform(1, 0));
        Assert.Contains("at least two axes", Assert.Throws<ArgumentException>(() => Draw(new Orthogonal(), 3)).Message, StringComparison.Ordinal);
        Assert.Contains("no mode 'fan'", Assert.Throws<ModelFormatException>(() => VarianceScaling.FromConfig(new JsonObject { ["mode"] = "fan" })).Message, StringComparison.Ordinal);
    }
}
