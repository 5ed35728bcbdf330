using Fathom.Kernels;
using Fathom.Layers;

namespace Fathom.Models.Rows;

/// <summary>Turns the layers of a chain into stages.</summary>
/// <typeparam name="T">The register.</typeparam>
internal static class RowCompiler<T> where T : unmanaged, ILanes<T>
{
    /// <summary>The stages of one layer; none for a layer that changes nothing at inference.</summary>
    /// <exception cref="NotSupportedException">The layer has no stage.</exception>
    public static IEnumerable<RowStage> Compile(Layer layer, Shape input)
    {
        int last = input.Count > 0 ? input[^1] : 1;
        switch (layer)
        {
            case Dropout or SpatialDropout or GaussianNoise or GaussianDropout or AlphaDropout or ActivityRegularization or Identity or Flatten or Reshape:
                return [];
            case Dense dense:
                return [
                    new DenseRow<T>(input.Size / last, last, dense.Units, dense.OwnWeights[0].ToArray(), dense.UseBias ? dense.OwnWeights[1].ToArray() : []),
                    .. Activate(dense.Activation, input.Size / last * dense.Units, dense.Units, layer),
                ];
            case ActivationLayer activation:
                return Activate(activation.Function, input.Size, last, layer);
            case ReLU { MaxValue: null, NegativeSlope: 0, Threshold: 0 }:
                return Activate(Activation.Relu, input.Size, last, layer);
            case IValueLine line when line.AtInference(last) is { } values:
                return [new LineRow(input.Size, values)];
            case RNN { ReturnState: false, Stateful: false, Cell: VectorCell cell } rnn when cell.NewInference() is { } inference:
                return [new RecurrentRow(inference, null, input[0], rnn.ReturnSequences, rnn.GoBackwards)];
            case Bidirectional { MergeMode: MergeMode.Concatenate, ForwardLayer: { ReturnState: false, Stateful: false, GoBackwards: false, Cell: VectorCell forward } first, BackwardLayer.Cell: VectorCell backward }
                when forward.NewInference() is { } one && backward.NewInference() is { } other:
                return [new RecurrentRow(one, other, input[0], first.ReturnSequences, backwards: false)];
            default:
                throw Unknown(layer, "");
        }
    }

    private static IEnumerable<RowStage> Activate(Activation activation, int count, int last, Layer layer) =>
        activation == Activation.Linear ? []
        : activation == Activation.Relu ? [new ActivationRow<T>(count, DenseActivation.Relu)]
        : activation == Activation.Sigmoid ? [new ActivationRow<T>(count, DenseActivation.Sigmoid)]
        : activation == Activation.Tanh ? [new ActivationRow<T>(count, DenseActivation.Tanh)]
        : activation == Activation.Softmax ? [new SoftmaxRow(count, last)]
        : throw Unknown(layer, $" with activation '{activation}'");

    private static NotSupportedException Unknown(Layer layer, string how) => new(
        $"{layer.Title}{how} has no path for single rows. Those with one are Dense, LSTM, GRU, SimpleRNN, Bidirectional of them side by side, ReLU, Activation, Softmax, normalizations over " +
        "the last axis at inference, Rescaling, Flatten and Reshape. Use Predict, which knows every layer.");
}
