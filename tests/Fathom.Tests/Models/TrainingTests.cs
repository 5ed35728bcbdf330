using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;
using TorchSharp;

namespace Fathom.Tests.Models;

public class TrainingTests
{
    private static (float[,] X, float[] Y) Line(int count = 256)
    {
        var random = new Random(7);
        float[,] x = new float[count, 3];
        float[] y = new float[count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < 3; j++) x[i, j] = random.NextSingle() * 2 - 1;
            y[i] = 2 * x[i, 0] - x[i, 1] + 0.5f * x[i, 2] + 0.25f;
        }
        return (x, y);
    }

    private static Sequential Net() => new() { new Input(3), new Dense(8, Activation.Tanh), new Dense(1) };

    [Fact]
    public void A_linear_layer_finds_the_line()
    {
        Seeds.Set(1);
        (float[,] x, float[] y) = Line();
        var model = new Sequential { new Input(3), new Dense(1) };
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        History history = model.Fit(x, y, epochs: 60, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 1e-6, $"loss {history["loss"][^1]}");
        float[][] weights = model.GetWeights();
        Assert.Equal(2, weights[0][0], 2);
        Assert.Equal(-1, weights[0][1], 2);
        Assert.Equal(0.25, weights[1][0], 2);
        Assert.Equal(60, history.Epochs);
    }

    [Fact]
    public void One_seed_gives_the_same_model_bit_for_bit()
    {
        float[] Run()
        {
            Seeds.Set(42);
            (float[,] x, float[] y) = Line();
            Sequential model = Net();
            model.Compile(new SGD(0.05) { Momentum = 0.9f }, Loss.MeanSquaredError);
            model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent);
            return model.Predict(x).ToArray();
        }
        float[] first = Run(), second = Run();
        Assert.Equal(first, second);
    }

    [Fact]
    public void Saved_and_loaded_it_predicts_the_same_bits()
    {
        (float[,] x, float[] y) = Line();
        Sequential model = Net();
        model.Compile(new SGD(0.05), Loss.MeanSquaredError);
        model.Fit(x, y, epochs: 2, verbose: Verbosity.Silent);
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            Model again = Model.Load(path);
            Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
            Assert.Equal(model.Evaluate(x, y)["loss"], again.Evaluate(x, y)["loss"]);
            Assert.IsType<Sequential>(again);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_thousand_steps_leave_no_tensor_behind()
    {
        (float[,] x, float[] y) = Line(320);
        Sequential model = Net();
        model.Compile(new SGD(0.01), Loss.MeanSquaredError);
        long Live(int epochs)
        {
            model.Fit(x, y, epochs: epochs, batchSize: 32, verbose: Verbosity.Silent);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return torch.Tensor.TotalCount;
        }
        long afterTen = Live(1), afterAThousand = Live(100);
        Assert.Equal(afterTen, afterAThousand);
    }

    [Fact]
    public void Functional_models_share_layers_and_take_several_inputs()
    {
        Seeds.Set(3);
        SymbolicTensor left = Input.Tensor(3), right = Input.Tensor(3);
        var shared = new Dense(4, Activation.Tanh);
        SymbolicTensor output = new Dense(1).Apply(new Add().Apply(shared.Apply(left), shared.Apply(right)));
        var model = new Model([left, right], [output, shared.Apply(left)], "twins");
        Assert.Equal(3 * 4 + 4 + 4 + 1, model.ParameterCount);
        (float[,] x, float[] y) = Line();
        model.Compile(new SGD(0.05), [Loss.MeanSquaredError, Loss.MeanSquaredError], [1f, 0f]);
        Dataset data = Dataset.From([x, x], [y, new float[y.Length, 4]]).Batch(32);
        History history = model.Fit(data, epochs: 5, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        IReadOnlyList<Samples> predicted = model.Predict(data);
        Assert.Equal([4], predicted[1].Shape);
        string path = Path.Combine(Path.GetTempPath(), $"fathom-{Guid.NewGuid():N}.keras");
        try
        {
            model.Save(path);
            IReadOnlyList<Samples> again = Model.Load(path).Predict(data);
            Assert.Equal(predicted[0].ToArray(), again[0].ToArray());
            Assert.Equal(predicted[1].ToArray(), again[1].ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Residual() : Model("residual")
    {
        private readonly Dense _hidden = new(3, Activation.Tanh);
        private readonly Dense _head = new(1);

        public int Steps { get; private set; }

        protected override torch.Tensor Call(torch.Tensor input, CallContext context) => _head.Forward(_hidden.Forward(input, context) + input, context);

        protected override void TrainStep(Fathom.Data.Batch batch)
        {
            Steps++;
            IReadOnlyList<torch.Tensor> predictions = Forward(batch.Inputs, CallContext.Train);
            torch.Tensor loss = ComputeLoss(batch, predictions);
            Minimize(loss);
            Record(batch, predictions, loss);
        }
    }

    [Fact]
    public void A_derived_model_trains_with_its_own_step()
    {
        Seeds.Set(5);
        (float[,] x, float[] y) = Line();
        var model = new Residual();
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        History history = model.Fit(x, y, epochs: 10, verbose: Verbosity.Silent);
        Assert.Equal(80, model.Steps);
        Assert.Equal(3 * 3 + 3 + 3 + 1, model.ParameterCount);
        Assert.True(history["loss"][^1] < 0.2 * history["loss"][0]);
    }

    [Fact]
    public void Cancelling_ends_after_the_batch_and_says_so()
    {
        (float[,] x, float[] y) = Line();
        Sequential model = Net();
        model.Compile(new SGD(0.01), Loss.MeanSquaredError);
        using var source = new CancellationTokenSource();
        source.Cancel();
        History history = model.Fit(x, y, epochs: 5, verbose: Verbosity.Silent, cancellation: source.Token);
        Assert.Equal(0, history.Epochs);
        Assert.Equal("cancelled", history.StopReason);
    }

    [Fact]
    public void Frozen_layers_do_not_move()
    {
        (float[,] x, float[] y) = Line();
        Sequential model = Net();
        model.Layers[1].Trainable = false;
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        float[][] before = model.GetWeights();
        model.Fit(x, y, verbose: Verbosity.Silent);
        float[][] after = model.GetWeights();
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[2], after[2]);
    }

    [Fact]
    public void Mistakes_are_told_with_their_mend()
    {
        (float[,] x, float[] y) = Line();
        Sequential model = Net();
        Assert.Contains("Call Compile", Assert.Throws<InvalidOperationException>(() => model.Fit(x, y)).Message);
        model.Compile(new SGD(0.1), Loss.MeanSquaredError);
        Assert.Contains("declares (None, 3)", Assert.Throws<ShapeException>(() => model.Fit(new float[4, 2], new float[4])).Message);
        Assert.Contains("one row per sample", Assert.Throws<ShapeException>(() => model.Fit(x, new float[3])).Message);
        y[5] = float.NaN;
        Assert.Contains("Target 5 is NaN", Assert.Throws<ArgumentException>(() => model.Fit(x, y)).Message);
        Assert.Contains("two layers named", Assert.Throws<ArgumentException>(() => new Sequential { new Dense(1) { Name = "a" }, new Dense(1) { Name = "a" } }).Message);
    }
}
