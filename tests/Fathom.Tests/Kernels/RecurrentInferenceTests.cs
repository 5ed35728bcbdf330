using Fathom.Kernels;
using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

/// <summary>One sequence at a time, units in lanes, against the layer as a loop of tensor operations.</summary>
public class RecurrentInferenceTests
{
    [Theory]
    [InlineData(1), InlineData(4), InlineData(8), InlineData(16)]
    public void Equals_the_loop(int lanes)
    {
        using var scope = NewDisposeScope();
        manual_seed(lanes);
        var random = new Random(lanes);
        for (int trial = 0; trial < 24; trial++)
        {
            int steps = random.Next(1, 30), features = random.Next(1, 20), units = random.Next(1, 70);
            Check<LstmCell>(new LSTMCell(units), 4, [4 * units], steps, features, trial % 4 < 2, trial % 2 == 0, lanes);
            Check<GruCell>(new GRUCell(units), 3, [2, 3 * units], steps, features, trial % 4 < 2, trial % 2 == 0, lanes);
            Check<GruResetBeforeCell>(new GRUCell(units) { ResetAfter = false }, 3, [3 * units], steps, features, trial % 4 < 2, trial % 2 == 0, lanes);
            Check<SimpleCell>(new SimpleRNNCell(units), 1, [units], steps, features, trial % 4 < 2, trial % 2 == 0, lanes);
        }
    }

    [Fact]
    public void Allocates_nothing()
    {
        using RecurrentInference inference = RecurrentInference.For<LstmCell>(14, 32);
        inference.Load(new float[14 * 128], new float[32 * 128], new float[128]);
        float[] sequence = new float[120 * 14], output = new float[32], scratch = new float[inference.ScratchLength];
        inference.Run(sequence, 120, output, scratch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) inference.Run(sequence, 120, output, scratch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Too_short_spans_are_refused()
    {
        using RecurrentInference inference = RecurrentInference.For<GruCell>(3, 5);
        float[] scratch = new float[inference.ScratchLength];
        Assert.Contains("needs 12 inputs, 5 outputs", Assert.Throws<ArgumentException>(() => inference.Run(new float[11], 4, new float[5], scratch)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => inference.Run(new float[12], 4, new float[19], scratch, sequences: true));
        Assert.Throws<ArgumentException>(() => inference.Run(new float[12], 4, new float[5], scratch.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => inference.Run([], 0, new float[5], scratch));
    }

    private static void Check<TCell>(VectorCell cell, int gates, long[] biasShape, int steps, int features, bool sequences, bool backwards, int lanes) where TCell : struct, ICell
    {
        int units = cell.Units;
        Tensor x = randn(1, steps, features), kernel = randn(features, gates * units) * 0.3f, recurrent = randn(units, gates * units) * (0.6f / MathF.Sqrt(units)), bias = randn(biasShape);
        var call = new RecurrentCall(x, [], kernel, recurrent, bias) { Gates = gates, Backwards = backwards, ReturnSequences = sequences };
        float[] expected = cell.RunSteps(call).Output.contiguous().data<float>().ToArray(), actual = new float[expected.Length];
        using RecurrentInference inference = RecurrentInference.For<TCell>(features, units, lanes);
        inference.Load(Values(kernel), Values(recurrent), Values(bias));
        inference.Run(Values(x), steps, actual, new float[inference.ScratchLength], sequences, backwards);
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-5f);
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
