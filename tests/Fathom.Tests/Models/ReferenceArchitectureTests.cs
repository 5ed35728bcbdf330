using Fathom.Layers;
using Fathom.Models;

namespace Fathom.Tests.Models;

// Counts as torchvision, Keras's applications, the authors' checkpoints and Chollet's book have them.
public class ReferenceArchitectureTests
{
    [Fact]
    public void AlexNet() => HasParameters(61_100_840, ReferenceArchitectures.AlexNet(), [1000]);

    [Fact]
    public void Vgg16() => HasParameters(138_357_544, ReferenceArchitectures.Vgg16(), [1000]);

    // PyTorch counts what is trained and has no biases before a normalization.
    [Theory]
    [InlineData(11_689_512, false, 2, 2, 2, 2), InlineData(25_557_032, true, 3, 4, 6, 3)]
    [InlineData(44_549_160, true, 3, 4, 23, 3), InlineData(60_192_808, true, 3, 8, 36, 3)]
    public void ResNet_of_torchvision(long count, bool bottleneck, params int[] blocks) =>
        HasParameters(count, ReferenceArchitectures.ResNet(blocks, bottleneck, biases: false), [1000], trainable: true);

    // Keras counts the moving statistics too.
    [Theory]
    [InlineData(25_636_712, 3, 4, 6, 3), InlineData(44_707_176, 3, 4, 23, 3), InlineData(60_419_944, 3, 8, 36, 3)]
    public void ResNet_of_Keras(long count, params int[] blocks) => HasParameters(count, ReferenceArchitectures.ResNet(blocks, bottleneck: true, biases: true), [1000]);

    [Fact]
    public void Vit_b16() => HasParameters(86_567_656, ReferenceArchitectures.VitB16(), [1000]);

    [Fact]
    public void Gpt2_small() => HasParameters(124_439_808, ReferenceArchitectures.Gpt2Small(), [1024, 50_257]);

    [Fact]
    public void Bert_base() => HasParameters(109_482_240, ReferenceArchitectures.BertBase(), [768]);

    [Fact]
    public void Translation_gru() => HasParameters(34_869_912, ReferenceArchitectures.TranslationGru(), [20, 15_000]);

    [Fact]
    public void Translation_transformer() => HasParameters(19_960_216, ReferenceArchitectures.TranslationTransformer(), [20, 15_000]);

    private static void HasParameters(long count, Model model, Shape output, bool trainable = false)
    {
        long counted = trainable ? model.TrainableWeights.Sum(weight => (long)weight.Size) : model.ParameterCount;
        Shape made = model.ComputeOutputShapes([.. model.Layers.OfType<Input>().Select(input => input.Shape)]).Single();
        // Up to half a gigabyte outside the managed heap: it goes before the next architecture comes.
        foreach (Weight weight in model.Weights) weight.Value.Dispose();
        Assert.Equal(count, counted);
        Assert.Equal(output, made);
    }
}
