using Fathom.Initializers;
using Fathom.Layers;
using Fathom.Models;
using static TorchSharp.torch;

namespace Fathom.Tests.Models;

/// <summary>Well-known networks, all weights zero: nothing is drawn. Dropout of the Transformers is left out, it has no parameters.</summary>
internal static class ReferenceArchitectures
{
    private const int Tokens = 15_000, Length = 20, Embedded = 256;

    // Krizhevsky 2014, the variant of torchvision.
    public static Model AlexNet() => new Sequential
    {
        new Input(224, 224, 3), new ZeroPadding2D(2), new Conv2D(64, 11, Activation.Relu) { Strides = 4, KernelInitializer = new Zeros() }, new MaxPooling2D(3, 2),
        Conv(192, 5, 1, Activation.Relu), new MaxPooling2D(3, 2),
        Conv(384, 3, 1, Activation.Relu), Conv(256, 3, 1, Activation.Relu), Conv(256, 3, 1, Activation.Relu), new MaxPooling2D(3, 2), new Flatten(),
        new Dropout(0.5f), Full(4096, Activation.Relu), new Dropout(0.5f), Full(4096, Activation.Relu), Full(1000, Activation.Softmax),
    };

    // Simonyan and Zisserman 2015, column D.
    public static Model Vgg16()
    {
        var model = new Sequential { new Input(224, 224, 3) };
        foreach ((int filters, int count) in new[] { (64, 2), (128, 2), (256, 3), (512, 3), (512, 3) })
        {
            for (int i = 0; i < count; i++) model.Add(Conv(filters, 3, 1, Activation.Relu));
            model.Add(new MaxPooling2D(2));
        }
        foreach (Layer layer in new Layer[] { new Flatten(), Full(4096, Activation.Relu), Full(4096, Activation.Relu), Full(1000, Activation.Softmax) }) model.Add(layer);
        return model;
    }

    // He et al. 2016, table 1. Keras's applications give the convolutions biases, which the normalization after them takes off again.
    public static Model ResNet(int[] blocks, bool bottleneck, bool biases)
    {
        SymbolicTensor inputs = Input.Tensor(224, 224, 3);
        SymbolicTensor x = new MaxPooling2D(3, 2, WindowPadding.Same).Apply(Relu(Normalized(inputs, 64, 7, 2, biases)));
        for (int stage = 0; stage < blocks.Length; stage++)
            for (int block = 0; block < blocks[stage]; block++)
                x = Residual(x, 64 << stage, stage > 0 && block == 0 ? 2 : 1, bottleneck, biases);
        return new Model(inputs, Full(1000, Activation.Softmax).Apply(new GlobalAveragePooling2D().Apply(x)));
    }

    // Dosovitskiy et al. 2021, base, patches of 16 × 16.
    public static Model VitB16()
    {
        SymbolicTensor images = Input.Tensor(224, 224, 3);
        SymbolicTensor patches = new Reshape(-1, 768).Apply(new Conv2D(768, 16) { Strides = 16, KernelInitializer = new Zeros() }.Apply(images));
        SymbolicTensor x = new PositionEmbedding().Apply(new ClassToken().Apply(patches));
        for (int i = 0; i < 12; i++) x = PreNormalized(x, Activation.Gelu);
        return new Model(images, Full(1000).Apply(First(new LayerNormalization().Apply(x))));
    }

    // Radford et al. 2019: the output layer is the table of the tokens.
    public static Model Gpt2Small()
    {
        SymbolicTensor tokens = Input.Tensor(1024);
        Embedding table = Table(50_257, 768);
        SymbolicTensor x = new PositionEmbedding().Apply(table.Apply(tokens));
        for (int i = 0; i < 12; i++) x = PreNormalized(x, Activation.GeluApproximate, causal: true);
        var head = new Lambda(states => states.matmul(table.OwnWeights[0].Value.t()), shape => shape.With(-1, table.InputDim));
        return new Model(tokens, head.Apply(new LayerNormalization().Apply(x)));
    }

    // Devlin et al. 2019, uncased, with the pooler and without the heads of pre-training.
    public static Model BertBase()
    {
        SymbolicTensor tokens = Input.Tensor(512), segments = Input.Tensor(512);
        SymbolicTensor x = new Add().Apply(Table(30_522, 768).Apply(tokens), Table(2, 768).Apply(segments));
        x = new LayerNormalization().Apply(new PositionEmbedding().Apply(x));
        for (int i = 0; i < 12; i++) x = PostNormalized(x, Attention(12, 64), 3072, Activation.Gelu);
        return new Model([tokens, segments], [Full(768, Activation.Tanh).Apply(First(x))]);
    }

    // Chollet 2021, section 11.5.2.
    public static Model TranslationGru()
    {
        SymbolicTensor source = Input.Tensor(Length), target = Input.Tensor(Length);
        SymbolicTensor encoded = new Bidirectional(Gru()) { MergeMode = MergeMode.Sum }.Apply(Table(Tokens, Embedded, mask: true).Apply(source));
        SymbolicTensor x = Gru(returnSequences: true).Apply(Table(Tokens, Embedded, mask: true).Apply(target), encoded);
        return new Model([source, target], [Full(Tokens, Activation.Softmax).Apply(new Dropout(0.5f).Apply(x))]);
    }

    // Chollet 2021, section 11.5.3.
    public static Model TranslationTransformer()
    {
        SymbolicTensor source = Input.Tensor(Length), target = Input.Tensor(Length);
        SymbolicTensor encoded = new PositionEmbedding().Apply(Table(Tokens, Embedded, mask: true).Apply(source));
        encoded = PostNormalized(encoded, Attention(8, 256), 2048, Activation.Relu);
        SymbolicTensor x = new PositionEmbedding().Apply(Table(Tokens, Embedded, mask: true).Apply(target));
        x = AddNormalized(x, Attention(8, 256, causal: true).Apply(x, x));
        x = AddNormalized(x, Attention(8, 256).Apply(x, encoded));
        x = AddNormalized(x, FeedForward(x, 2048, Activation.Relu));
        return new Model([source, target], [Full(Tokens, Activation.Softmax).Apply(new Dropout(0.5f).Apply(x))]);
    }

    private static Dense Full(int units, Activation? activation = null) => new(units, activation) { KernelInitializer = new Zeros() };

    private static Conv2D Conv(int filters, int size, int strides, Activation? activation = null, bool bias = true) =>
        new(filters, size, activation) { Strides = strides, Padding = WindowPadding.Same, UseBias = bias, KernelInitializer = new Zeros() };

    private static Embedding Table(int tokens, int width, bool mask = false) => new(tokens, width) { MaskZero = mask, EmbeddingsInitializer = new Zeros() };

    private static GRU Gru(bool returnSequences = false) =>
        new(1024) { ReturnSequences = returnSequences, KernelInitializer = new Zeros(), RecurrentInitializer = new Zeros() };

    private static MultiHeadAttention Attention(int heads, int keyDim, bool causal = false) =>
        new(heads, keyDim) { UseCausalMask = causal, KernelInitializer = new Zeros() };

    private static SymbolicTensor Relu(SymbolicTensor x) => new ActivationLayer(Activation.Relu).Apply(x);

    private static SymbolicTensor First(SymbolicTensor x) => new Lambda(states => states.select(1, 0), shape => shape[1..]).Apply(x);

    private static SymbolicTensor Normalized(SymbolicTensor x, int filters, int size, int strides, bool biases) =>
        new BatchNormalization().Apply(Conv(filters, size, strides, bias: biases).Apply(x));

    private static SymbolicTensor Residual(SymbolicTensor x, int filters, int strides, bool bottleneck, bool biases)
    {
        int width = bottleneck ? 4 * filters : filters;
        SymbolicTensor shortcut = strides == 1 && x.Shape[^1] == width ? x : Normalized(x, width, 1, strides, biases);
        SymbolicTensor inner = bottleneck ? Relu(Normalized(x, filters, 1, 1, biases)) : x;
        inner = Relu(Normalized(inner, filters, 3, strides, biases));
        return Relu(new Add().Apply(Normalized(inner, width, bottleneck ? 1 : 3, 1, biases), shortcut));
    }

    private static SymbolicTensor PreNormalized(SymbolicTensor x, Activation activation, bool causal = false)
    {
        SymbolicTensor normalized = new LayerNormalization().Apply(x);
        x = new Add().Apply(x, Attention(12, 64, causal).Apply(normalized, normalized));
        return new Add().Apply(x, FeedForward(new LayerNormalization().Apply(x), 3072, activation));
    }

    private static SymbolicTensor PostNormalized(SymbolicTensor x, MultiHeadAttention attention, int hidden, Activation activation)
    {
        x = AddNormalized(x, attention.Apply(x, x));
        return AddNormalized(x, FeedForward(x, hidden, activation));
    }

    private static SymbolicTensor AddNormalized(SymbolicTensor x, SymbolicTensor change) => new LayerNormalization().Apply(new Add().Apply(x, change));

    private static SymbolicTensor FeedForward(SymbolicTensor x, int hidden, Activation activation) => Full(x.Shape[^1]).Apply(Full(hidden, activation).Apply(x));

    // A learned vector in front of the sequence: (batch, length, features) → (batch, length + 1, features).
    private sealed class ClassToken : UnaryLayer
    {
        private Weight? _token;

        public override Shape ComputeOutputShape(Shape input) => input.With(0, input[0] + 1);

        protected override void OnBuild(Shape input) => _token = AddWeight("class_token", [1, input[1]], new Zeros());

        protected override Tensor Call(Tensor input, CallContext context) => cat([_token!.Value.expand(input.shape[0], 1, input.shape[2]), input], 1);
    }

    // A learned vector for each place, added: (batch, length, features), unchanged.
    private sealed class PositionEmbedding : UnaryLayer
    {
        private Weight? _positions;

        protected override bool SupportsMasking => true;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input) => _positions = AddWeight("position_embedding", [input[0], input[1]], new Zeros());

        protected override Tensor Call(Tensor input, CallContext context) => input + _positions!.Value;
    }
}
