using Fathom.Layers;

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
}
