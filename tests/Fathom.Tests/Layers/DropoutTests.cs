using Fathom.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Tests.Layers;

public class DropoutTests
{
    [Fact]
    public void Drops_its_rate_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(8);
        float[] values = new Dropout(0.3f).Forward(ones(200, 500), CallContext.Train).data<float>().ToArray();
        double dropped = values.Count(value => value == 0) / (double)values.Length;
        // Four standard errors of a share of 0.3 over 100,000 draws.
        Assert.Equal(0.3, dropped, 4 * Math.Sqrt(0.3 * 0.7 / values.Length));
        Assert.All(values.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - 1 / 0.7f) < 1e-6f));
    }

    [Fact]
    public void Does_nothing_outside_training()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(4, 5);
        Assert.Same(x, new Dropout(0.9f).Forward(x, CallContext.Infer));
    }

    [Fact]
    public void Masks_follow_from_the_seed_alone_whoever_draws_beside()
    {
        using var scope = NewDisposeScope();
        float[] Draw(bool disturbed)
        {
            Seeds.Set(21);
            var layer = new Dropout(0.5f);
            var drawn = new List<float>();
            for (int i = 0; i < 3; i++)
            {
                if (disturbed) _ = rand(7);
                drawn.AddRange(layer.Forward(ones(10, 10), CallContext.Train).data<float>().ToArray());
            }
            return [.. drawn];
        }
        Assert.Equal(Draw(false), Draw(true));
        Assert.NotEqual(Draw(false)[..100], Draw(false)[100..200]);
    }

    [Fact]
    public void A_recurrent_mask_is_one_for_all_timesteps()
    {
        using var scope = NewDisposeScope();
        Seeds.Set(4);
        // The state is the running sum of the inputs that were let through: 1 / (1 − rate) a step, or 0 for good.
        var layer = new SimpleRNN(6, Activation.Linear) { Dropout = 0.5f, ReturnSequences = true, UseBias = false };
        layer.Build([new Shape(5, 6)]);
        layer.Cell.OwnWeights[0].Assign(eye(6).data<float>().ToArray());
        layer.Cell.OwnWeights[1].Assign(eye(6).data<float>().ToArray());
        Tensor sums = layer.Forward(ones(40, 5, 6), CallContext.Train);
        Tensor steps = sums.diff(1, 1, prepend: zeros(40, 1, 6));
        Assert.True((steps - steps.narrow(1, 0, 1)).abs().max().item<float>() < 1e-5f);
        Assert.InRange(steps.gt(1f).to(float32).mean().item<float>(), 0.4f, 0.6f);
    }
}
