using Fathom.Layers;
using Fathom.Models;
using Fathom.Optimizers;

namespace Fathom.Tests.Layers;

/// <summary>The parameter counts Keras prints for networks of the course.</summary>
public class ReferenceNetworkTests
{
    private static long Count(Shape input, params Layer[] layers)
    {
        IReadOnlyList<Shape> shapes = [input];
        foreach (Layer layer in layers)
        {
            layer.Build(shapes);
            shapes = layer.ComputeOutputShapes(shapes);
        }
        return layers.Sum(layer => layer.ParameterCount);
    }

    [Fact]
    public void Image_network_of_32_64_128_filters_has_167_114_parameters() => Assert.Equal(167_114, Count(
        [28, 28, 1],
        new Conv2D(32, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(64, 3, Activation.Relu), new MaxPooling2D(2), new Conv2D(128, 3, Activation.Relu),
        new Flatten(), new Dense(64, Activation.Relu), new Dense(10, Activation.Softmax)));

    [Fact]
    public void Sequence_networks_of_the_temperature_lab()
    {
        Assert.Equal(26_913, Count([120, 14], new Flatten(), new Dense(16, Activation.Relu), new Dense(1)));
        Assert.Equal(3_873, Count(
            [120, 14],
            new Conv1D(8, 24, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 12, Activation.Relu), new MaxPooling1D(2), new Conv1D(8, 6, Activation.Relu),
            new GlobalAveragePooling1D(), new Dense(1)));
        Assert.Equal(2_001, Count([120, 14], new LSTM(16), new Dense(1)));
        Assert.Equal(6_049, Count([120, 14], new LSTM(32) { RecurrentDropout = 0.25f }, new Dropout(0.5f), new Dense(1)));
        Assert.Equal(10_977, Count([120, 14], new GRU(32) { ReturnSequences = true }, new GRU(32), new Dropout(0.5f), new Dense(1)));
        Assert.Equal(305, Count([60, 1], new SimpleRNN(16), new Dense(1)));
    }

    [Fact]
    public void The_functional_image_network_trains_on_stripes()
    {
        Seeds.Set(6);
        SymbolicTensor inputs = Input.Tensor(12, 12, 1);
        SymbolicTensor x = new Conv2D(4, 3, Activation.Relu).Apply(inputs);
        x = new MaxPooling2D(2).Apply(x);
        x = new Flatten().Apply(x);
        SymbolicTensor outputs = new Dense(2, Activation.Softmax).Apply(x);
        var network = new Model(inputs, outputs, "stripes");
        network.Compile(new Adam(0.01), Loss.SparseCategoricalCrossentropy, [Metric.Accuracy]);
        // Class 0 has vertical stripes, class 1 horizontal ones, at random offsets.
        var random = new Random(2);
        float[,,,] images = new float[64, 12, 12, 1];
        int[] labels = new int[64];
        for (int i = 0; i < 64; i++)
        {
            labels[i] = i % 2;
            int offset = random.Next(3);
            for (int row = 0; row < 12; row++)
                for (int column = 0; column < 12; column++)
                    images[i, row, column, 0] = ((labels[i] == 0 ? column : row) + offset) % 3 == 0 ? 1 : 0;
        }
        network.Fit(images, labels, epochs: 12, batchSize: 16, verbose: Verbosity.Silent);
        Assert.Equal(1, network.Evaluate(images, labels)["accuracy"]);
    }
}
