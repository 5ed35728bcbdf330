using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Tests.Models;

public class RowPredictorTests
{
    /// <summary>Every kind of net that has a path against <c>Predict</c>, and not a byte allocated once it runs.</summary>
    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("simple")]
    [InlineData("stacked")]
    [InlineData("backwards")]
    [InlineData("bidirectional")]
    [InlineData("dense")]
    [InlineData("flat")]
    [InlineData("normalized")]
    [InlineData("functional")]
    public void Equals_predict_without_allocating(string kind)
    {
        using IDisposable seeds = Seeds.Use(7);
        Model model = Make(kind);
        using RowPredictor predictor = model.RowPredictor();
        var random = new Random(3);
        float[] rows = new float[5 * predictor.Input.Size];
        for (int i = 0; i < rows.Length; i++) rows[i] = random.NextSingle() * 2 - 1;
        float[] expected = model.Predict(predictor.Input.Count == 2 ? Sequences(rows, predictor.Input) : Rows(rows, predictor.Input)).ToArray();
        float[] answer = new float[predictor.Output.Size];
        for (int row = 0; row < 5; row++)
        {
            predictor.Predict(rows.AsSpan(row * predictor.Input.Size, predictor.Input.Size), answer);
            for (int i = 0; i < answer.Length; i++) Assert.Equal(expected[row * answer.Length + i], answer[i], 2e-6f);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) predictor.Predict(rows.AsSpan(0, predictor.Input.Size), answer);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Keeps_the_weights_it_was_made_with()
    {
        var model = new Sequential { new Input(2), new Dense(1) };
        using RowPredictor predictor = model.RowPredictor();
        float[] first = new float[1], again = new float[1];
        predictor.Predict([1, 2], first);
        model.SetWeights([[5, 6], [7]]);
        predictor.Predict([1, 2], again);
        Assert.Equal(first, again);
        using RowPredictor other = model.RowPredictor();
        other.Predict([1, 2], again);
        Assert.Equal(24, again[0]);
    }

    [Fact]
    public void What_has_no_path_is_named()
    {
        var convolution = new Sequential { new Input(8, 2), new Conv1D(3, 2) { Name = "scan" }, new Flatten(), new Dense(1) };
        Assert.Contains("Conv1D 'scan' has no path for single rows", Assert.Throws<NotSupportedException>(convolution.RowPredictor).Message);
        var gelu = new Sequential { new Input(8), new Dense(3, Activation.Gelu) { Name = "bend" } };
        Assert.Contains("Dense 'bend' with activation 'gelu'", Assert.Throws<NotSupportedException>(gelu.RowPredictor).Message);
        SymbolicTensor input = Input.Tensor(3);
        var branches = new Model(input, new Add().Apply(new Dense(2).Apply(input), new Dense(2).Apply(input)));
        Assert.Contains("not a chain", Assert.Throws<NotSupportedException>(branches.RowPredictor).Message);
        Assert.Contains("any length", Assert.Throws<NotSupportedException>(new Sequential { new Input(Shape.Unknown, 2), new LSTM(3) }.RowPredictor).Message);
    }

    [Fact]
    public void Rows_of_another_length_are_refused()
    {
        using RowPredictor predictor = new Sequential { new Input(4, 3), new LSTM(2) }.RowPredictor();
        Assert.Contains("12 values, of shape (4, 3), but 11", Assert.Throws<ArgumentException>(() => predictor.Predict(new float[11], new float[2])).Message);
        Assert.Contains("room for 3", Assert.Throws<ArgumentException>(() => predictor.Predict(new float[12], new float[3])).Message);
    }

    private static Model Make(string kind)
    {
        switch (kind)
        {
            case "lstm": return new Sequential { new Input(120, 14), new LSTM(32), new Dense(1) };
            case "gru": return new Sequential { new Input(20, 5), new GRU(19) { ReturnSequences = true }, new Dense(7, Activation.Tanh) };
            case "simple": return new Sequential { new Input(9, 1), new SimpleRNN(16), new Dropout(0.5f), new Dense(3, Activation.Softmax) };
            case "stacked": return new Sequential { new Input(11, 4), new LSTM(17) { ReturnSequences = true }, new GRU(5) { ResetAfter = false }, new Dense(2) };
            case "backwards": return new Sequential { new Input(11, 4), new GRU(6) { ReturnSequences = true, GoBackwards = true }, new Flatten(), new Dense(2) };
            case "bidirectional": return new Sequential { new Input(13, 3), new Bidirectional(new LSTM(9) { ReturnSequences = true }), new Bidirectional(new GRU(4)), new Dense(1, Activation.Sigmoid) };
            case "dense": return new Sequential { new Input(50), new Dense(256, Activation.Relu), new Dense(33, Activation.Tanh), new Dense(1) };
            case "flat": return new Sequential { new Input(6, 7), new Flatten(), new Dense(10) { UseBias = false }, new ReLU(), new Dense(4, Activation.Softmax) };
            case "normalized":
                var model = new Sequential
                {
                    new Input(12), new Normalization { Mean = [0.5], Variance = [4] }, new Rescaling(2, 0.25), new Dense(21, Activation.Sigmoid), new BatchNormalization(), new Dense(2),
                };
                model.GetLayer("batch_normalization").OwnWeights[2].Assign([.. Enumerable.Range(0, 21).Select(i => 0.1f * i)]);
                model.GetLayer("batch_normalization").OwnWeights[3].Assign([.. Enumerable.Range(1, 21).Select(i => 0.3f * i)]);
                return model;
            default:
                SymbolicTensor input = Input.Tensor(10, 4);
                return new Model(input, new Dense(2).Apply(new LSTM(8).Apply(input)));
        }
    }

    private static Samples Rows(float[] values, Shape shape)
    {
        float[,] rows = new float[values.Length / shape.Size, shape.Size];
        Buffer.BlockCopy(values, 0, rows, 0, values.Length * sizeof(float));
        return rows;
    }

    private static Samples Sequences(float[] values, Shape shape)
    {
        float[,,] rows = new float[values.Length / shape.Size, shape[0], shape[1]];
        Buffer.BlockCopy(values, 0, rows, 0, values.Length * sizeof(float));
        return rows;
    }
}
