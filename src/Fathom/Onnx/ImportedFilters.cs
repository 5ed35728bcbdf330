using Fathom.Layers;
using static TorchSharp.torch;

namespace Fathom.Onnx;

/// <summary>Operations with windows or with weights for each channel.</summary>
internal static class ImportedFilters
{
    public static IReadOnlyDictionary<string, Action<OnnxImporter, OnnxNode>> Operations { get; } = new Dictionary<string, Action<OnnxImporter, OnnxNode>>
    {
        ["Conv"] = Convolution,
        ["MaxPool"] = (importer, node) => Pool(importer, node, maximum: true),
        ["AveragePool"] = (importer, node) => Pool(importer, node, maximum: false),
        ["GlobalAveragePool"] = (importer, node) => Whole(importer, node, maximum: false, keep: true),
        ["GlobalMaxPool"] = (importer, node) => Whole(importer, node, maximum: true, keep: true),
        ["ReduceMean"] = (importer, node) => Reduce(importer, node, maximum: false),
        ["ReduceMax"] = (importer, node) => Reduce(importer, node, maximum: true),
        ["Gemm"] = General,
        ["MatMul"] = Product,
        ["BatchNormalization"] = Normalize,
    };

    private static void Convolution(OnnxImporter importer, OnnxNode node)
    {
        ImportedValue value = importer.Value(node);
        SymbolicTensor image = importer.Last(value);
        int axes = Axes(node, image), groups = (int)OnnxImporter.Option(node, "group", 1L), channels = image.Shape[^1];
        float[] kernel = importer.Numbers(node, 1) ?? throw OnnxImporter.Refusal(node, "it has no kernel. Get the file anew");
        long[] shape = [.. importer.Constant(node, 1)!.Shape];
        if (shape.Length != axes + 2 || groups < 1 || shape.Any(axis => axis < 1) || shape[1] * groups != channels)
            throw OnnxImporter.Refusal(node, $"a kernel of ({string.Join(", ", shape)}) in {groups} groups does not fit {channels} channels. Get the file anew");
        int filters = checked((int)shape[0]);
        int[] size = [.. shape.Skip(2).Select(axis => checked((int)axis))], strides = Steps(node, "strides", axes), dilations = Steps(node, "dilations", axes);
        float[]? bias = importer.Numbers(node, 2), taken = bias is null ? importer.TakeBias(node, filters, axes + 2) : null;
        (SymbolicTensor padded, WindowPadding padding) = Pad(node, image, [.. size.Select((length, axis) => new SlidingWindow(length, strides[axis], dilations[axis], WindowPadding.Same))]);
        (string name, bool biased) = (importer.NameOf(node), (bias ?? taken) is not null);
        Layer layer = axes switch
        {
            1 => new Conv1D(filters, size[0]) { Name = name, Groups = groups, Strides = strides[0], DilationRate = dilations[0], Padding = padding, UseBias = biased },
            2 => new Conv2D(filters, (size[0], size[1])) { Name = name, Groups = groups, Strides = (strides[0], strides[1]), DilationRate = (dilations[0], dilations[1]), Padding = padding, UseBias = biased },
            _ => new Conv3D(filters, Volume(size)) { Name = name, Groups = groups, Strides = Volume(strides), DilationRate = Volume(dilations), Padding = padding, UseBias = biased },
        };
        SymbolicTensor result = layer.Apply(padded);
        // Filters and channels go behind the window.
        Assign(layer, "kernel", Permuted(kernel, shape, [.. Enumerable.Range(2, axes).Select(axis => (long)axis), 1, 0]));
        if (biased) Assign(layer, "bias", (bias ?? taken)!);
        importer.MakeWithBias(node, result, channelsLast: true, taken is not null);
    }

    private static void Pool(OnnxImporter importer, OnnxNode node, bool maximum)
    {
        ImportedValue value = importer.Value(node);
        SymbolicTensor image = importer.Last(value);
        int axes = Axes(node, image);
        int[] size = Steps(node, "kernel_shape", axes), strides = Steps(node, "strides", axes);
        if (Steps(node, "dilations", axes).Any(step => step != 1)) throw OnnxImporter.Refusal(node, "its windows have gaps. Export the model without dilations");
        if (OnnxImporter.Option(node, "ceil_mode", 0L) != 0) throw OnnxImporter.Refusal(node, "its last windows may reach beyond the end (ceil_mode). Export the model without");
        (SymbolicTensor padded, WindowPadding padding) = Pad(node, image, [.. size.Select((length, axis) => new SlidingWindow(length, strides[axis], 1, WindowPadding.Same))]);
        bool zeros = padded != image, counted = OnnxImporter.Option(node, "count_include_pad", 0L) != 0;
        if (zeros && maximum && !value.NotNegative) throw OnnxImporter.Refusal(node, "it has margins around values that may be negative. Put a Relu before it, or take margins as SAME_UPPER has them");
        if (!maximum && (zeros && !counted || !zeros && counted && padding == WindowPadding.Same)) throw OnnxImporter.Refusal(node, "its margins count otherwise than here. Export the model without margins there");
        string name = importer.NameOf(node);
        Layer layer = (axes, maximum) switch
        {
            (1, true) => new MaxPooling1D(size[0], strides[0], padding) { Name = name },
            (2, true) => new MaxPooling2D((size[0], size[1]), new Extent(strides[0], strides[1]), padding) { Name = name },
            (_, true) => new MaxPooling3D(Volume(size), Volume(strides), padding) { Name = name },
            (1, _) => new AveragePooling1D(size[0], strides[0], padding) { Name = name },
            (2, _) => new AveragePooling2D((size[0], size[1]), new Extent(strides[0], strides[1]), padding) { Name = name },
            _ => new AveragePooling3D(Volume(size), Volume(strides), padding) { Name = name },
        };
        importer.Make(node, layer.Apply(padded), channelsLast: true, value.NotNegative);
    }

    private static void Whole(OnnxImporter importer, OnnxNode node, bool maximum, bool keep)
    {
        ImportedValue value = importer.Value(node);
        SymbolicTensor image = importer.Last(value);
        string name = importer.NameOf(node);
        Layer layer = (Axes(node, image), maximum) switch
        {
            (1, true) => new GlobalMaxPooling1D { Name = name, KeepDims = keep },
            (2, true) => new GlobalMaxPooling2D { Name = name, KeepDims = keep },
            (_, true) => new GlobalMaxPooling3D { Name = name, KeepDims = keep },
            (1, _) => new GlobalAveragePooling1D { Name = name, KeepDims = keep },
            (2, _) => new GlobalAveragePooling2D { Name = name, KeepDims = keep },
            _ => new GlobalAveragePooling3D { Name = name, KeepDims = keep },
        };
        importer.Make(node, layer.Apply(image), channelsLast: keep, value.NotNegative);
    }

    // Over all axes but batch and channels.
    private static void Reduce(OnnxImporter importer, OnnxNode node, bool maximum)
    {
        int rank = importer.Value(node).Tensor.Shape.Count + 1;
        long[] axes = importer.Integers(node, "axes", 1) ?? throw OnnxImporter.Refusal(node, "it goes over all axes, the batch among them. Name those of the image");
        if (!axes.Select(axis => axis < 0 ? axis + rank : axis).Order().SequenceEqual(Enumerable.Range(2, Math.Max(rank - 2, 0)).Select(axis => (long)axis)))
            throw OnnxImporter.Refusal(node, $"it goes over the axes {string.Join(", ", axes)} of {rank}. All behind batch and channels are known");
        Whole(importer, node, maximum, OnnxImporter.Option(node, "keepdims", 1L) != 0);
    }

    private static void General(OnnxImporter importer, OnnxNode node)
    {
        if (OnnxImporter.Option(node, "transA", 0L) != 0) throw OnnxImporter.Refusal(node, "it turns its input about. Export the model without transA");
        (float alpha, float beta) = (OnnxImporter.Option(node, "alpha", 1f), OnnxImporter.Option(node, "beta", 1f));
        float[]? bias = importer.Numbers(node, 2);
        Dense(importer, node, OnnxImporter.Option(node, "transB", 0L) != 0, alpha, bias is null ? null : Array.ConvertAll(bias, number => number * beta));
    }

    private static void Product(OnnxImporter importer, OnnxNode node) => Dense(importer, node, transposed: false, 1, null);

    private static void Dense(OnnxImporter importer, OnnxNode node, bool transposed, float alpha, float[]? bias)
    {
        SymbolicTensor input = importer.First(importer.Value(node));
        float[] kernel = importer.Numbers(node, 1) ?? throw OnnxImporter.Refusal(node, "it has no kernel. Get the file anew");
        long[] shape = [.. importer.Constant(node, 1)!.Shape];
        if (shape.Length != 2 || input.Shape.Count == 0 || shape[transposed ? 1 : 0] != input.Shape[^1] || shape[transposed ? 0 : 1] < 1)
            throw OnnxImporter.Refusal(node, $"a kernel of ({string.Join(", ", shape)}) does not fit an input of shape {input.Shape}. Only products with a matrix are known");
        int units = checked((int)shape[transposed ? 0 : 1]);
        float[]? taken = bias is null ? importer.TakeBias(node, units, 2) : null;
        bias ??= taken;
        if (bias?.Length == 1 && units > 1) Array.Fill(bias = new float[units], importer.Numbers(node, 2)![0] * OnnxImporter.Option(node, "beta", 1f));
        if (bias is not null && bias.Length != units) throw OnnxImporter.Refusal(node, $"it adds {bias.Length} numbers to {units}. Get the file anew");
        var layer = new Dense(units) { Name = importer.NameOf(node), UseBias = bias is not null };
        SymbolicTensor result = layer.Apply(input);
        float[] arranged = transposed ? Permuted(kernel, shape, [1, 0]) : kernel;
        Assign(layer, "kernel", alpha == 1 ? arranged : Array.ConvertAll(arranged, number => number * alpha));
        if (bias is not null) Assign(layer, "bias", bias);
        importer.MakeWithBias(node, result, channelsLast: false, taken is not null);
    }

    private static void Normalize(OnnxImporter importer, OnnxNode node)
    {
        ImportedValue value = importer.Value(node);
        SymbolicTensor input = importer.Last(value);
        float[][] weights = [.. Enumerable.Range(1, 4).Select(i => importer.Numbers(node, i) ?? throw OnnxImporter.Refusal(node, "it lacks weights. Get the file anew"))];
        if (input.Shape.Count == 0 || weights.Any(numbers => numbers.Length != input.Shape[^1]))
            throw OnnxImporter.Refusal(node, $"its weights do not fit an input of {(input.Shape.Count == 0 ? 0 : input.Shape[^1])} channels. Get the file anew");
        var layer = new BatchNormalization { Name = importer.NameOf(node), Epsilon = OnnxImporter.Option(node, "epsilon", 1e-5f), Momentum = OnnxImporter.Option(node, "momentum", 0.9f) };
        SymbolicTensor result = layer.Apply(input);
        foreach ((string name, float[] numbers) in ((string[])["gamma", "beta", "moving_mean", "moving_variance"]).Zip(weights)) Assign(layer, name, numbers);
        importer.Make(node, result, channelsLast: input.Shape.Count > 1);
    }

    // Windows that reach beyond the ends: as SAME has it where that is what the file says, otherwise zeros in a layer of their own.
    private static (SymbolicTensor Image, WindowPadding Padding) Pad(OnnxNode node, SymbolicTensor image, SlidingWindow[] windows)
    {
        string automatic = OnnxImporter.Option(node, "auto_pad", "NOTSET");
        if (automatic == "SAME_UPPER") return (image, WindowPadding.Same);
        if (automatic is not ("NOTSET" or "VALID")) throw OnnxImporter.Refusal(node, $"its margins are {automatic}. Only SAME_UPPER, VALID and explicit ones are known");
        int[] pads = automatic == "VALID" ? new int[2 * windows.Length] : OnnxImporter.Option(node, "pads", new int[2 * windows.Length]);
        if (pads.Length != 2 * windows.Length) throw OnnxImporter.Refusal(node, $"it has {pads.Length} margins for {windows.Length} axes. Get the file anew");
        if (pads.All(pad => pad == 0)) return (image, WindowPadding.Valid);
        Margin[] margins = [.. windows.Select((_, axis) => new Margin(pads[axis], pads[axis + windows.Length]))];
        bool same = windows.Where((window, axis) => (image.Shape[axis] != Shape.Unknown || window.Stride == 1)
            && window.Pads(image.Shape[axis] == Shape.Unknown ? window.Span : image.Shape[axis]) == (margins[axis].Before, margins[axis].After)).Count() == windows.Length;
        if (same) return (image, WindowPadding.Same);
        Layer layer = windows.Length switch { 1 => new ZeroPadding1D(margins[0]), 2 => new ZeroPadding2D(margins[0], margins[1]), _ => new ZeroPadding3D(margins[0], margins[1], margins[2]) };
        return (layer.Apply(image), WindowPadding.Valid);
    }

    private static int Axes(OnnxNode node, SymbolicTensor image) => image.Shape.Count - 1 is >= 1 and <= 3 and var axes
        ? axes
        : throw OnnxImporter.Refusal(node, $"it reads shape {image.Shape}. It is known for sequences, images and volumes");

    private static int[] Steps(OnnxNode node, string name, int axes)
    {
        int[] steps = OnnxImporter.Option(node, name, (int[])[.. Enumerable.Repeat(1, axes)]);
        return steps.Length == axes ? steps : throw OnnxImporter.Refusal(node, $"it has {steps.Length} {name} for {axes} axes. Get the file anew");
    }

    private static Extent3D Volume(int[] axes) => new(axes[0], axes[1], axes[2]);

    private static float[] Permuted(float[] values, long[] shape, long[] order)
    {
        using var scope = NewDisposeScope();
        return tensor(values, shape).permute(order).contiguous().data<float>().ToArray();
    }

    private static void Assign(Layer layer, string name, float[] values) => layer.OwnWeights.First(weight => weight.Name == name).Assign(values);
}
