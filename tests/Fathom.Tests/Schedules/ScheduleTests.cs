using System.Text.Json.Nodes;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Schedules;

namespace Fathom.Tests.Schedules;

/// <summary>The formulas of keras/src/optimizers/schedules/learning_rate_schedule.py, worked out by hand at chosen steps.</summary>
public class ScheduleTests
{
    public static TheoryData<Schedule, long, double> Values => new()
    {
        { new ExponentialDecay(0.1, 10, 0.5), 0, 0.1 },
        { new ExponentialDecay(0.1, 10, 0.5), 5, 0.1 / Math.Sqrt(2) },
        { new ExponentialDecay(0.1, 10, 0.5), 20, 0.025 },
        { new ExponentialDecay(0.1, 10, 0.5) { Staircase = true }, 19, 0.05 },
        { new InverseTimeDecay(0.1, 10, 0.5), 5, 0.08 },
        { new InverseTimeDecay(0.1, 10, 0.5) { Staircase = true }, 25, 0.05 },
        { new PolynomialDecay(0.1, 10), 0, 0.1 },
        { new PolynomialDecay(0.1, 10), 5, 0.05005 },
        { new PolynomialDecay(0.1, 10), 1000, 0.0001 },
        { new PolynomialDecay(0.1, 10) { EndLearningRate = 0.02, Power = 2 }, 5, 0.04 },
        { new PolynomialDecay(0.1, 10) { EndLearningRate = 0, Cycle = true }, 15, 0.025 },
        { new PolynomialDecay(0.1, 10) { EndLearningRate = 0, Cycle = true }, 0, 0.1 },
        { new PiecewiseConstantDecay([100, 200], [1, 0.5, 0.1]), 100, 1 },
        { new PiecewiseConstantDecay([100, 200], [1, 0.5, 0.1]), 101, 0.5 },
        { new PiecewiseConstantDecay([100, 200], [1, 0.5, 0.1]), 200, 0.5 },
        { new PiecewiseConstantDecay([100, 200], [1, 0.5, 0.1]), 201, 0.1 },
        { new CosineDecay(0.1, 100), 0, 0.1 },
        { new CosineDecay(0.1, 100), 50, 0.05 },
        { new CosineDecay(0.1, 100) { Alpha = 0.2 }, 400, 0.02 },
        { new CosineDecay(0.0, 100) { WarmupTarget = 0.1, WarmupSteps = 10 }, 5, 0.05 },
        { new CosineDecay(0.0, 100) { WarmupTarget = 0.1, WarmupSteps = 10 }, 10, 0.1 },
        { new CosineDecay(0.0, 100) { WarmupTarget = 0.1, WarmupSteps = 10 }, 60, 0.05 },
        { new CosineDecay(0.0, 100) { WarmupTarget = 0.1, WarmupSteps = 10 }, 110, 0 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Follows_keras_formula_and_survives_saving(Schedule schedule, long step, double rate)
    {
        Assert.Equal(rate, schedule.At(step), 1e-12);
        JsonNode saved = JsonNode.Parse(new Adam(schedule).GetConfig().ToJsonString())!;
        Schedule again = Adam.FromConfig(saved.AsObject()).LearningRate;
        Assert.Equal(rate, again.At(step), 1e-12);
        Assert.Equal(schedule.GetConfig().ToJsonString(), again.GetConfig().ToJsonString());
    }

    [Fact]
    public void A_number_is_a_constant_rate()
    {
        Schedule rate = 0.25;
        Assert.Equal(0.25, rate.At(1_000_000));
        Assert.Equal(0.25, SGD.FromConfig(JsonNode.Parse(new SGD(rate).GetConfig().ToJsonString())!.AsObject()).LearningRate.At(3));
    }

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(0.1, 0, 0.5));
        Assert.Contains("one value more", Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1], [1])).Message);
        Assert.Contains("rising", Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([2, 1], [1, 1, 1])).Message);
        Assert.Throws<ModelFormatException>(() => Adam.FromConfig([]));
    }
}
