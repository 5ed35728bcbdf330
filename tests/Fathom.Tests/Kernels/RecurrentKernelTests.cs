using Fathom.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Kernels;

/// <summary>The fused kernels within layers: threads, what is not a number, memory, graphs gone through more than once.</summary>
public class RecurrentKernelTests
{
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Results_do_not_depend_on_the_number_of_threads(bool padded)
    {
        using var scope = NewDisposeScope();
        Seeds.Set(5);
        manual_seed(5);
        var layer = new LSTM(12);
        Tensor x = randn(200, 30, 6), upstream = randn(200, 12);
        if (padded) Masks.Attach(x, rand(200, 30).gt(0.3f));
        layer.Build([new Shape(30, 6)]);
        int before = get_num_threads();
        float[][] Run(int threads)
        {
            set_num_threads(threads);
            Tensor output = layer.Forward(x, CallContext.Train);
            return [output.data<float>().ToArray(), .. autograd.grad([output], [.. layer.Weights.Select(weight => weight.Value)], [upstream]).Select(gradient => gradient.data<float>().ToArray())];
        }
        try
        {
            Assert.Equal(Run(1), Run(4));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros(3, 4, 2);
        x[1, 2, 0] = float.NaN;
        foreach (RecurrentLayer layer in new RecurrentLayer[] { new LSTM(3), new GRU(3), new SimpleRNN(3) })
        {
            float[] sums = layer.Forward(x, CallContext.Infer).sum(1L).data<float>().ToArray();
            Assert.Equal([false, true, false], sums.Select(float.IsNaN));
        }
    }

    [Fact]
    public void Native_memory_is_the_same_after_200_steps_as_after_10()
    {
        RNN[] layers = [new LSTM(5) { Dropout = 0.2f, RecurrentDropout = 0.2f, ReturnSequences = true }, new GRU(5) { ReturnSequences = true, Stateful = true }, new SimpleRNN(5)];
        long afterTen = 0;
        for (int step = 1; step <= 200; step++)
        {
            using (NewDisposeScope())
            {
                Tensor x = Masks.Attach(randn(40, 7, 5), rand(40, 7).gt(0.3f));
                foreach (RNN layer in layers) x = layer.Forward(x, CallContext.Train);
                x.sum().backward();
            }
            if (step == 10) afterTen = Live();
        }
        Assert.Equal(afterTen, Live());

        static long Live()
        {
            // What other tests left behind is not ours.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public void A_graph_can_be_gone_back_through_twice()
    {
        using var scope = NewDisposeScope();
        var layer = new LSTM(4);
        Tensor x = randn(5, 6, 3, requires_grad: true), other = randn(5, 6, 3);
        Tensor loss = layer.Forward(x, CallContext.Train).square().sum();
        Tensor first = autograd.grad([loss], [x], retain_graph: true)[0];
        Tensor second = autograd.grad([loss], [x], retain_graph: true)[0];
        layer.Forward(other, CallContext.Train).sum().backward();
        Tensor third = autograd.grad([loss], [x])[0];
        Assert.Equal(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Equal(first.data<float>().ToArray(), third.data<float>().ToArray());
    }
}
