using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Tests.Models;

// The counts Keras prints for the models of the "Deep Learning in Finance" course and of Chollet's book.
public class ParameterCountTests
{
    private static int Total(Model model)
    {
        var text = new StringWriter();
        model.Summary(text);
        string line = text.ToString().Split('\n').Single(line => line.StartsWith(" Total params: ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[3], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Dense_lab() => Assert.Equal(557, Total(new Sequential { new Input(18), new Dense(20, Activation.Relu), new Dense(8, Activation.Relu), new Dense(1, Activation.Sigmoid) }));

    [Fact]
    public void Jena_dense() => Assert.Equal(26_913, Total(new Sequential { new Input(120, 14), new Flatten(), new Dense(16, Activation.Relu), new Dense(1) }));

    [Fact]
    public void Jena_conv1d() => Assert.Equal(3_873, Total(new Sequential
    {
        new Input(120, 14), new Conv1D(8, 24, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 12, Activation.Relu), new MaxPooling1D(2),
        new Conv1D(8, 6, Activation.Relu), new GlobalAveragePooling1D(), new Dense(1),
    }));

    [Fact]
    public void Jena_lstm16() => Assert.Equal(2_001, Total(new Sequential { new Input(120, 14), new LSTM(16), new Dense(1) }));

    [Fact]
    public void Jena_lstm32() => Assert.Equal(6_049, Total(new Sequential { new Input(120, 14), new LSTM(32) { RecurrentDropout = 0.25f }, new Dropout(0.5f), new Dense(1) }));

    [Fact]
    public void Jena_two_gru32() => Assert.Equal(10_977, Total(new Sequential
    {
        new Input(120, 14), new GRU(32) { RecurrentDropout = 0.5f, ReturnSequences = true }, new GRU(32) { RecurrentDropout = 0.5f }, new Dropout(0.5f), new Dense(1),
    }));

    [Fact]
    public void Jena_bidirectional_lstm16() => Assert.Equal(4_001, Total(new Sequential { new Input(120, 14), new Bidirectional(new LSTM(16)), new Dense(1) }));

    [Fact]
    public void Simple_rnn16() => Assert.Equal(305, Total(new Sequential { new Input(60, 1), new SimpleRNN(16), new Dense(1) }));

    [Fact]
    public void Mnist_cnn()
    {
        SymbolicTensor inputs = Input.Tensor(28, 28, 1);
        SymbolicTensor x = new Conv2D(32, 3, Activation.Relu).Apply(inputs);
        x = new MaxPooling2D(2).Apply(x);
        x = new Conv2D(64, 3, Activation.Relu).Apply(x);
        x = new MaxPooling2D(2).Apply(x);
        x = new Conv2D(128, 3, Activation.Relu).Apply(x);
        x = new Flatten().Apply(x);
        x = new Dense(64, Activation.Relu).Apply(x);
        var model = new Model(inputs, new Dense(10, Activation.Softmax).Apply(x), "my_first_CNN_model");
        Assert.Equal(167_114, Total(model));
        Assert.Equal(167_114, model.ParameterCount);
    }

    [Fact]
    public void Cats_and_dogs_cnn() => Assert.Equal(991_041, Total(new Sequential
    {
        new Input(180, 180, 3), new Rescaling(1 / 255f), new Conv2D(32, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(64, 3, Activation.Relu), new MaxPooling2D(2),
        new Conv2D(128, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(256, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(256, 3, Activation.Relu), new Flatten(),
        new Dropout(0.5f), new Dense(1, Activation.Sigmoid),
    }));

    [Fact]
    public void Imdb_unigrams() => Assert.Equal(320_033, Total(new Sequential { new Input(20_000), new Dense(16, Activation.Relu), new Dropout(0.5f), new Dense(1, Activation.Sigmoid) }));

    [Fact]
    public void Imdb_one_hot_bidirectional_lstm() => Assert.Equal(5_128_513, Total(new Sequential
    {
        new Input(600), new CategoryEncoding(20_000, CategoryOutput.OneHot), new Bidirectional(new LSTM(32)), new Dropout(0.5f), new Dense(1, Activation.Sigmoid),
    }));

    [Fact]
    public void Imdb_embedding_bidirectional_lstm() => Assert.Equal(5_194_049, Total(new Sequential
    {
        new Input(600), new Embedding(20_000, 256) { MaskZero = true }, new Bidirectional(new LSTM(32)), new Dropout(0.5f), new Dense(1, Activation.Sigmoid),
    }));

    [Theory]
    [InlineData(false, 5_664_033), InlineData(true, 5_817_633)]
    public void Imdb_transformer_encoder(bool positions, int count)
    {
        SymbolicTensor tokens = Input.Tensor(600), places = Input.Tensor(600);
        SymbolicTensor x = new Embedding(20_000, 256).Apply(tokens);
        if (positions) x = new Add().Apply(x, new Embedding(600, 256).Apply(places));
        x = new LayerNormalization().Apply(new Add().Apply(x, new MultiHeadAttention(2, 256).Apply(x, x)));
        x = new LayerNormalization().Apply(new Add().Apply(x, new Dense(256).Apply(new Dense(32, Activation.Relu).Apply(x))));
        x = new Dropout(0.5f).Apply(new GlobalMaxPooling1D().Apply(x));
        SymbolicTensor[] inputs = positions ? [tokens, places] : [tokens];
        Assert.Equal(count, Total(new Model(inputs, [new Dense(1, Activation.Sigmoid).Apply(x)])));
    }

    // LeCun et al. 1998, with full connections between the maps, as it is taught.
    [Fact]
    public void Lenet5() => Assert.Equal(61_706, Total(new Sequential
    {
        new Input(28, 28, 1), new Conv2D(6, 5, Activation.Tanh) { Padding = WindowPadding.Same }, new MaxPooling2D(2), new Conv2D(16, 5, Activation.Tanh), new MaxPooling2D(2), new Flatten(),
        new Dense(120, Activation.Tanh), new Dense(84, Activation.Tanh), new Dense(10, Activation.Softmax),
    }));
}
