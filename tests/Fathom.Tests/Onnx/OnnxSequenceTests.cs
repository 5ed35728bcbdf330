using Fathom.Layers;
using Fathom.Models;
using static Fathom.Tests.Onnx.OnnxRuntime;

namespace Fathom.Tests.Onnx;

/// <summary>Recurrent layers and attention as ONNX Runtime computes them.</summary>
public class OnnxSequenceTests
{
    [Fact]
    public void Recurrent_layers()
    {
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
