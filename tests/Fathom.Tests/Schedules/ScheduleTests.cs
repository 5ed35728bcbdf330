using System.Text.Json.Nodes;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Schedules;
using Fathom.Tests.Fixtures;

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
        { new CosineDecayRestarts(0.1, 100), 0, 0.1 },
        { new CosineDecayRestarts(0.1, 100), 50, 0.05 },
        { new CosineDecayRestarts(0.1, 100), 100, 0.1 },
        { new CosineDecayRestarts(0.1, 100), 200, 0.05 },
        { new CosineDecayRestarts(0.1, 100), 300, 0.1 },
        { new CosineDecayRestarts(0.1, 100), 500, 0.05 },
        { new CosineDecayRestarts(0.1, 100) { MMul = 0.5, Alpha = 0.2 }, 200, 0.1 * (0.8 * 0.25 + 0.2) },
        { new CosineDecayRestarts(0.1, 100) { MMul = 0.5, Alpha = 0.2 }, 700, 0.1 * (0.8 * 0.125 + 0.2) },
        { new CosineDecayRestarts(0.1, 100) { TMul = 1, MMul = 0.5 }, 350, 0.1 * 0.125 * 0.5 },
        { new CosineDecayRestarts(0.1, 100) { TMul = 1.5 }, 175, 0.05 },
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
    public void One_cycle_goes_as_pytorch_goes()
    {
        JsonNode reference = Fixture.Read("torch_one_cycle.json");
        foreach (JsonNode? one in reference["cases"]!.AsArray())
        {
            var config = (JsonObject)one!["config"]!.DeepClone();
            config["max_learning_rate"] = reference["max_learning_rate"]!.GetValue<double>();
            config["total_steps"] = one["total_steps"]!.GetValue<int>();
            Schedule schedule = OneCycle.FromConfig(config);
            double[] rates = one["rates"].Doubles();
            for (int step = 0; step < rates.Length; step++) Assert.Equal(rates[step], schedule.At(step), 1e-11);
            Assert.Equal(rates[^1], schedule.At(rates.Length + 100), 1e-11);
            JsonNode saved = JsonNode.Parse(new Adam(schedule).GetConfig().ToJsonString())!;
            Assert.Equal(schedule.GetConfig().ToJsonString(), Adam.FromConfig(saved.AsObject()).LearningRate.GetConfig().ToJsonString());
        }
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(0.1, 10) { TMul = 0.5 });
        Assert.Contains("up and down", Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(0.1, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycle(0.1, 10) { RisingShare = 1 });
        Assert.Equal(0.1, new OneCycle(0.1, 10) { RisingShare = 0.1 }.At(0), 1e-12);
        Assert.Throws<ModelFormatException>(() => Adam.FromConfig([]));
    }
}
