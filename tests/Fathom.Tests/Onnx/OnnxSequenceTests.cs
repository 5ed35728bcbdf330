using Fathom.Layers;
using Fathom.Models;
using Fathom.Onnx;
using static Fathom.Tests.Onnx.OnnxRuntime;

namespace Fathom.Tests.Onnx;

/// <summary>Recurrent layers and attention as ONNX Runtime computes them.</summary>
public class OnnxSequenceTests
{
    [Fact]
    public void Recurrent_layers()
    {
        // Some first weights make a relu layer that gives zeros only.
        using IDisposable seeds = Seeds.Use(1);
        Check(new SimpleRNN(4), new LSTM(4), new GRU(4), new GRU(4) { ResetAfter = false });
        Check(new SimpleRNN(4) { ReturnSequences = true }, new LSTM(4) { ReturnSequences = true }, new GRU(4) { ReturnSequences = true, UseBias = false });
        Check(new SimpleRNN(4) { GoBackwards = true }, new LSTM(4) { GoBackwards = true, ReturnSequences = true }, new GRU(4) { GoBackwards = true, ReturnSequences = true });
        Check(new SimpleRNN(4, Activation.Relu), new SimpleRNN(4, Activation.Linear) { ReturnSequences = true }, new LSTM(4, Activation.Softsign) { RecurrentActivation = Activation.HardSigmoid });
        Check(new GRU(4, Activation.Elu) { RecurrentActivation = Activation.SparseSigmoid }, new LSTM(3) { UseBias = false }, new RNN([new LSTMCell(4), new GRUCell(3), new SimpleRNNCell(2)]) { ReturnSequences = true });
    }

    [Fact]
    public void Both_ways()
    {
        foreach (MergeMode mode in (MergeMode[])[MergeMode.Concatenate, MergeMode.Sum, MergeMode.Multiply, MergeMode.Average])
            Check(new Bidirectional(new LSTM(4) { ReturnSequences = true }) { MergeMode = mode }, new Bidirectional(new GRU(3)) { MergeMode = mode });
        Check(new Bidirectional(new LSTM(4) { ReturnSequences = true, GoBackwards = true }, new SimpleRNN(4) { ReturnSequences = true }));
        SymbolicTensor sequence = Input.Tensor(Shape.Unknown, 3);
        OnnxRuntime.Check(new Model([sequence], new Bidirectional(new LSTM(4) { ReturnSequences = true, ReturnState = true }) { MergeMode = MergeMode.None }.ApplyAll(sequence)));
    }

    /// <summary>Gaps anywhere: at the beginning, in the middle, at the end.</summary>
    [Fact]
    public void Masked_timesteps()
    {
        Layer[] layers = [
            new SimpleRNN(4), new LSTM(4), new GRU(4), new GRU(4) { ResetAfter = false }, new LSTM(4) { ReturnSequences = true }, new GRU(4) { ReturnSequences = true, ZeroOutputForMask = true },
            new LSTM(4) { GoBackwards = true }, new GRU(4) { GoBackwards = true, ReturnSequences = true }, new SimpleRNN(4) { GoBackwards = true, ReturnSequences = true, ZeroOutputForMask = true },
            new RNN([new LSTMCell(4), new GRUCell(3)]) { ReturnSequences = true }, new RNN([new LSTMCell(4), new GRUCell(3)]) { GoBackwards = true }, new Bidirectional(new GRU(4)),
            new Bidirectional(new LSTM(4) { ReturnSequences = true }), new Bidirectional(new LSTM(4) { ReturnSequences = true }) { MergeMode = MergeMode.Sum },
        ];
        foreach (Layer layer in layers) OnnxRuntime.Check(new Sequential { new Input(Shape.Unknown), new Embedding(3, 5) { MaskZero = true }, layer, new Dense(2) }, random => random.Next(3));
        OnnxRuntime.Check(new Sequential { new Input(Shape.Unknown, 2), new Masking { MaskValue = 2 }, new LSTM(4) { ReturnSequences = true }, new TimeDistributed(new Dense(2)) }, random => random.Next(1, 3));
        var words = new Sequential { new Input(Shape.Unknown), new Embedding(3, 4) { MaskZero = true }, new Bidirectional(new LSTM(3) { ReturnSequences = true }), new GRU(5), new Dense(1) };
        OnnxRuntime.Check(words, random => random.Next(3));
    }

    [Fact]
    public void Sequences_without_any_data()
    {
        SymbolicTensor tokens = Input.Tensor(Shape.Unknown), first = Input.Tensor(3), second = Input.Tensor(3);
        SymbolicTensor read = new Embedding(4, 2) { MaskZero = true }.Apply(tokens);
        IReadOnlyList<SymbolicTensor> ends = new LSTM(3) { ReturnState = true }.ApplyAll(read, first, second);
        var model = new Model([tokens, first, second], [.. ends, new GRU(3) { ReturnSequences = true }.Apply(read, first)]);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            model.ExportOnnx(path);
            Samples[] inputs = [Samples.From([0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 1, 1], [4]), Samples.From([.. Enumerable.Range(1, 9).Select(i => i / 9f)], [3]), Samples.From([.. Enumerable.Range(1, 9).Select(i => -i / 9f)], [3])];
            foreach ((Samples wanted, float[] got) in model.Predict(Dataset.From(inputs, []).Batch(3)).Zip(OnnxRuntime.Run(path, inputs)))
                Assert.Equal(wanted.ToArray(), got, (one, other) => Math.Abs(one - other) < 1e-5);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void States_in_and_out()
    {
        SymbolicTensor source = Input.Tensor(Shape.Unknown, 3), target = Input.Tensor(Shape.Unknown, 2);
        IReadOnlyList<SymbolicTensor> encoded = new LSTM(4) { ReturnState = true }.ApplyAll(source);
        SymbolicTensor decoded = new LSTM(4) { ReturnSequences = true }.Apply(target, encoded[1], encoded[2]);
        OnnxRuntime.Check(new Model([source, target], [new Dense(2, Activation.Softmax).Apply(decoded), encoded[2]]));
        SymbolicTensor state = Input.Tensor(5);
        OnnxRuntime.Check(new Model([source, state], new GRU(5) { ReturnSequences = true, ReturnState = true }.ApplyAll(source, state)));
    }

    [Fact]
    public void Each_timestep()
    {
        Check(new TimeDistributed(new Dense(4, Activation.Relu)));
        SymbolicTensor frames = Input.Tensor(Shape.Unknown, 5, 4, 2);
        SymbolicTensor seen = new TimeDistributed(new Sequential { new Input(5, 4, 2), new Conv2D(3, 2), new GlobalMaxPooling2D() }).Apply(frames);
        OnnxRuntime.Check(new Model(frames, new GRU(3).Apply(seen)));
    }

    [Fact]
    public void Attention_over_projections()
    {
        SymbolicTensor query = Input.Tensor(Shape.Unknown, 6), value = Input.Tensor(5, 4), key = Input.Tensor(5, 3);
        OnnxRuntime.Check(new Model([query], [new MultiHeadAttention(2, 3).Apply(query, query)]));
        OnnxRuntime.Check(new Model([query], [new MultiHeadAttention(2, 3) { UseCausalMask = true }.Apply(query, query)]));
        OnnxRuntime.Check(new Model([query, value, key], new MultiHeadAttention(2, 3) { ValueDim = 5, OutputShape = [7], UseBias = false, ReturnAttentionScores = true }.ApplyAll(query, value, key)));
        OnnxRuntime.Check(new Model([query], [new GroupedQueryAttention(3, 4, 2) { UseCausalMask = true }.Apply(query, query)]));
        OnnxRuntime.Check(new Model([query, value], new GroupedQueryAttention(3, 4, 1) { ReturnAttentionScores = true }.ApplyAll(query, value)));
        SymbolicTensor image = Input.Tensor(4, 3, 6);
        OnnxRuntime.Check(new Model([image], new MultiHeadAttention(2, 3) { ReturnAttentionScores = true }.ApplyAll(image, image)));
        OnnxRuntime.Check(new Model([image], [new MultiHeadAttention(2, 3) { AttentionAxes = [2] }.Apply(image, image)]));
        OnnxRuntime.Check(new Model([image], [new MultiHeadAttention(2, 3) { AttentionAxes = [1] }.Apply(image, image)]));
    }

    [Fact]
    public void Attention_with_masks()
    {
        SymbolicTensor tokens = Input.Tensor(Shape.Unknown);
        SymbolicTensor words = new Embedding(6, 4) { MaskZero = true }.Apply(tokens);
        OnnxRuntime.Check(new Model(tokens, new MultiHeadAttention(2, 3) { UseCausalMask = true }.Apply(words, words)), random => random.Next(6));
        OnnxRuntime.Check(new Model(tokens, new GlobalAveragePooling1D().Apply(new MultiHeadAttention(2, 3) { ReturnAttentionScores = true }.ApplyAll(words, words)[0])), random => random.Next(6));
        OnnxRuntime.Check(new Model(tokens, new Attention { UseCausalMask = true }.Apply(words, words)), random => random.Next(6));
        SymbolicTensor query = Input.Tensor(3, 4), value = Input.Tensor(5, 4), mask = Input.Tensor(3, 5);
        OnnxRuntime.Check(new Model([query, value, mask], [new MultiHeadAttention(2, 3).Apply(query, value, value, mask)]), random => random.Next(-1, 3));
    }

    [Fact]
    public void Attention_over_scores()
    {
        SymbolicTensor query = Input.Tensor(Shape.Unknown, 4), value = Input.Tensor(5, 3), key = Input.Tensor(5, 4);
        foreach (AttentionScore score in Enum.GetValues<AttentionScore>())
            foreach (bool scaled in (bool[])[false, true])
                OnnxRuntime.Check(new Model([query, value, key], new Attention(score) { UseScale = scaled, ReturnAttentionScores = true }.ApplyAll(query, value, key)));
        foreach (bool scaled in (bool[])[false, true]) OnnxRuntime.Check(new Model([query, value, key], [new AdditiveAttention { UseScale = scaled, UseCausalMask = true }.Apply(query, value, key)]));
    }

    // Each layer on a sequence of its own.
    private static void Check(params ReadOnlySpan<Layer> layers)
    {
        foreach (Layer layer in layers) OnnxRuntime.Check(new Sequential { new Input(Shape.Unknown, 3), layer });
    }
}
