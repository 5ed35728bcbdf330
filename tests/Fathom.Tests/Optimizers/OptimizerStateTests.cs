using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using Fathom.Schedules;
using static Fathom.Tests.Optimizers.Buffers;
using static TorchSharp.torch;

namespace Fathom.Tests.Optimizers;

public class OptimizerStateTests
{
    [Fact]
    public void Goes_on_bit_for_bit()
    {
        foreach (SlotOptimizer plain in OptimizerTests.Rules())
            foreach (Optimizer rule in (Optimizer[])[plain, Busy(plain), new LossScaleOptimizer(Busy(plain)) { InitialScale = 4.1, DynamicGrowthSteps = 3 }])
            {
                ParameterBuffer whole = Start();
                for (int step = 0; step < 7; step++) Step(rule, whole, step);
                // As a callback would.
                rule.LearningRate = 0.1 / 3;
                Optimizer other = Twin(rule);
                other.LearningRate = 7;
                OptimizerState state = rule.ExportState();
                other.ImportState(state);
                Assert.Equal(rule.Iterations, other.Iterations);
                Assert.Equal(rule.CurrentLearningRate, other.CurrentLearningRate);
                ParameterBuffer resumed = Start();
                using (no_grad()) resumed.Values.copy_(whole.Values);
                AssertSame(state, other.ExportState());
                for (int step = 7; step < 12; step++)
                {
                    Step(rule, whole, step);
                    Step(other, resumed, step);
                }
                rule.FinalizeValues(whole);
                other.FinalizeValues(resumed);
                Assert.Equal(Read(whole), Read(resumed));
                AssertSame(rule.ExportState(), other.ExportState());
            }
    }

    [Fact]
    public void A_run_of_a_model_goes_on_bit_for_bit()
    {
        float[] whole = Train(null, 12, out _), cut = Train(null, 7, out OptimizerState state);
        Assert.NotEqual(whole, cut);
        Assert.Equal(whole, Train((cut, state), 5, out _));
    }

    [Fact]
    public void Can_be_taken_over_in_the_middle_of_training_too()
    {
        Optimizer one = new Adam(0.01), other = new Adam(0.01);
        ParameterBuffer first = Start(), second = Start();
        for (int step = 0; step < 4; step++) Step(one, first, step);
        Step(other, second, 100);
        other.ImportState(one.ExportState());
        using (no_grad()) second.Values.copy_(first.Values);
        Step(one, first, 4);
        Step(other, second, 4);
        Assert.Equal(Read(first), Read(second));
    }

    [Fact]
    public void A_state_from_before_the_first_batch_forgets_all()
    {
        Optimizer used = new Adam(0.01), fresh = new Adam(0.01);
        ParameterBuffer first = Start(), second = Start();
        OptimizerState nothing = used.ExportState();
        Step(used, first, 9);
        used.ImportState(nothing);
        using (no_grad()) first.Values.copy_(second.Values);
        Step(used, first, 0);
        Step(fresh, second, 0);
        Assert.Equal(Read(second), Read(first));
        Assert.Equal(1, used.Iterations);
    }

    [Fact]
    public void Is_listed_as_keras_lists_it()
    {
        // keras/src/optimizers/base_optimizer.py: slots made in one call go weight by weight, others one after the other.
        Assert.Equal(
            ["iteration ()", "learning_rate ()", "momentum (2, 3)", "velocity (2, 3)", "momentum (3)", "velocity (3)", "velocity_hat (2, 3)", "velocity_hat (3)"],
            Listed(new Adam { AmsGrad = true }));
        Assert.Equal(
            ["iteration ()", "learning_rate ()", "average (2, 3)", "average (3)", "gradient_accumulator (2, 3)", "gradient_accumulator (3)", "velocity (2, 3)", "velocity (3)", "momentum (2, 3)", "momentum (3)"],
            Listed(new RMSprop { Momentum = 0.9, UseEma = true, GradientAccumulationSteps = 2 }));
        Assert.Equal(["iteration ()", "learning_rate ()", "r (2)", "c (3)", "velocity (2, 3)", "r ()", "c ()", "velocity (3)"], Listed(new Adafactor()));
        Assert.Equal(["iteration ()", "momentum (2, 3)", "velocity (2, 3)", "momentum (3)", "velocity (3)", "u_product ()"], Listed(new Nadam(new CosineDecay(0.1, 10))));
        Assert.Equal(["iteration ()", "learning_rate ()", "momentum (2, 3)", "momentum (3)", "velocity (3)"], Listed(new Muon()));
        Assert.Equal(
            ["iteration ()", "learning_rate ()", "step_counter ()", "dynamic_scale ()", "iteration ()", "learning_rate ()", "momentum (2, 3)", "momentum (3)"],
            Listed(new LossScaleOptimizer(new SGD { Momentum = 0.9 })));
    }

    [Fact]
    public void Holds_the_numbers_keras_would_hold()
    {
        ParameterBuffer parameters = Two();
        var nadam = new Nadam(0.02) { Beta1 = 0.8 };
        Set(parameters.Gradients, parameters, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        nadam.Step(parameters);
        nadam.Step(parameters);
        IReadOnlyList<OptimizerVariable> variables = nadam.ExportState().Variables;
        Assert.Equal(2, variables[0].Count);
        Assert.Equal(0.02f, variables[1].Values.Span[0]);
        // u(t) = 0.8 (1 − 0.96ᵗ / 2).
        Assert.Equal(0.8 * (1 - 0.48) * (0.8 * (1 - 0.5 * 0.96 * 0.96)), variables[^1].Values.Span[0], 1e-6);

        var adafactor = new Adafactor();
        adafactor.Step(parameters);
        variables = adafactor.ExportState().Variables;
        Assert.Equal([14f / 3, 77f / 3], variables[2].Values.ToArray());
        Assert.Equal([8.5f, 14.5f, 22.5f], variables[3].Values.ToArray());
        // r / mean r · c with r = (14, 77) / 3.
        AssertClose([.. new[] { 14f, 77f }.SelectMany(r => new[] { 8.5f, 14.5f, 22.5f }.Select(c => r / 45.5f * c))], variables[4].Values.ToArray(), "velocity");
    }

    [Fact]
    public void Variables_alone_are_enough_for_what_a_keras_file_holds()
    {
        var one = new Adam(0.25);
        ParameterBuffer first = Start(), second = Start();
        for (int step = 0; step < 3; step++) Step(one, first, step);
        OptimizerVariable[] nameless = [.. one.ExportState().Variables.Select((variable, i) => new OptimizerVariable(i.ToString(System.Globalization.CultureInfo.InvariantCulture), variable.Shape, variable.Values))];
        var other = new Adam(0.001);
        other.ImportState(new OptimizerState(nameless));
        Assert.Equal(3, other.Iterations);
        Assert.Equal(0.25, other.CurrentLearningRate);
        using (no_grad()) second.Values.copy_(first.Values);
        Step(one, first, 3);
        Step(other, second, 3);
        Assert.Equal(Read(first), Read(second));
    }

    [Fact]
    public void A_state_of_something_else_is_refused()
    {
        var sgd = new SGD { Momentum = 0.9 };
        Step(sgd, Start(), 0);
        OptimizerState state = sgd.ExportState();
        var adam = new Adam();
        adam.ImportState(state);
        Assert.Contains("momentum, velocity", Assert.Throws<ArgumentException>(() => Step(adam, Start(), 0)).Message);
        var small = new SGD { Momentum = 0.9 };
        small.ImportState(state with { Variables = [.. state.Variables.Take(4)] });
        Assert.Contains("same", Assert.Throws<ArgumentException>(() => Step(small, new ParameterBuffer([Weight("kernel", [3, 2], new float[6]), Weight("bias", [3], new float[3])], CPU), 0)).Message);
        Assert.Throws<ArgumentException>(() => new SGD().ImportState(new OptimizerState([])));
        Assert.Throws<ArgumentException>(() => new LossScaleOptimizer(new SGD()).ImportState(new OptimizerState([])));
    }

    private static Optimizer Busy(SlotOptimizer rule)
    {
        System.Text.Json.Nodes.JsonObject config = rule.GetConfig();
        (config["use_ema"], config["ema_momentum"], config["gradient_accumulation_steps"], config["weight_decay"], config["clipnorm"]) = (true, 0.9, 2, 0.01, 1.0);
        return Make(new System.Text.Json.Nodes.JsonObject { ["class"] = rule.GetType().Name, ["config"] = config });
    }

    private static void Step(Optimizer optimizer, ParameterBuffer parameters, int step)
    {
        SetRandom(parameters, step);
        optimizer.Step(parameters);
    }

    private static ParameterBuffer Two() => new([Weight("kernel", [2, 3], [1, 2, 3, 4, 5, 6]), Weight("bias", [3], [1, 2, 3])], CPU);

    private static string[] Listed(Optimizer optimizer)
    {
        Step(optimizer, Two(), 0);
        IReadOnlyList<OptimizerVariable> variables = optimizer.ExportState().Variables;
        Assert.All(variables, variable => Assert.Equal(variable.Shape.Aggregate(1, (product, axis) => product * axis), variable.Values.Length));
        (long numbers, int counters) = optimizer.StateSize;
        Assert.Equal(variables.Sum(variable => (long)variable.Values.Length), numbers + counters);
        return [.. variables.Select(variable => $"{variable.Name} ({string.Join(", ", variable.Shape)})")];
    }

    private static void AssertSame(OptimizerState expected, OptimizerState actual)
    {
        Assert.Equal(expected.LearningRate!.At(0), actual.LearningRate!.At(0));
        Assert.Equal(expected.Variables.Count, actual.Variables.Count);
        for (int i = 0; i < expected.Variables.Count; i++)
        {
            Assert.Equal(expected.Variables[i].Name, actual.Variables[i].Name);
            Assert.Equal(expected.Variables[i].Count, actual.Variables[i].Count);
            Assert.Equal(expected.Variables[i].Values.ToArray(), actual.Variables[i].Values.ToArray());
        }
    }

    private static float[] Train((float[] Weights, OptimizerState State)? from, int batches, out OptimizerState state)
    {
        using IDisposable seeds = Seeds.Use(3);
        var model = new Sequential { new Input(4), new Dense(5, Activation.Tanh), new Dense(1) };
        model.Compile(new Adam(0.01), Loss.MeanSquaredError, device: "cpu");
        int first = from is null ? 0 : 7;
        if (from is var (weights, earlier))
        {
            int read = 0;
            foreach (Weight weight in model.Weights)
            {
                weight.Assign(weights.AsSpan(read, weight.Size));
                read += weight.Size;
            }
            model.Optimizer.ImportState(earlier);
        }
        for (int batch = first; batch < first + batches; batch++)
        {
            var random = new Random(batch);
            float[,] x = new float[8, 4];
            float[] y = new float[8];
            for (int row = 0; row < 8; row++)
            {
                for (int column = 0; column < 4; column++) x[row, column] = random.NextSingle();
                y[row] = random.NextSingle();
            }
            model.Fit(x, y, epochs: 1, batchSize: 8, verbose: Verbosity.Silent, shuffle: false);
        }
        state = model.Optimizer.ExportState();
        return [.. model.Weights.SelectMany(weight => weight.ToArray())];
    }
}
