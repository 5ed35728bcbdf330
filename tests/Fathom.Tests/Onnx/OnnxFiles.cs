using Fathom.Onnx;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Tests.Onnx;

/// <summary>ONNX files written by the message, as other programs write them.</summary>
internal static class OnnxFiles
{
    /// <summary>A file in the system's temporary folder.</summary>
    public static string Write(int operatorSet, (string Name, long[] Axes) input, string output, IReadOnlyDictionary<string, OnnxTensor> values, params IReadOnlyList<OnnxNode> nodes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, Message(model =>
        {
            Number(model, 1, 8);
            Bytes(model, 7, Message(graph =>
            {
                foreach (OnnxNode node in nodes) Bytes(graph, 1, node.Encode());
                Text(graph, 2, "graph");
                foreach ((string name, OnnxTensor value) in values) Bytes(graph, 5, value.Encode(name));
                Bytes(graph, 11, Describe(input.Name, input.Axes));
                Bytes(graph, 12, Describe(output, []));
            }));
            Bytes(model, 8, Message(set => Number(set, 2, operatorSet)));
        }));
        return path;
    }

    public static OnnxNode Node(string operation, string inputs, string output, params IReadOnlyList<(string, object)> attributes) => new(operation, inputs.Split(' '), [output], attributes);

    /// <summary>Numbers drawn around zero.</summary>
    public static OnnxTensor Draw(Random random, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, axis) => product * axis)];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        return OnnxTensor.Of(values, shape);
    }

    // An axis below 0 is open; an output without axes says nothing of them.
    private static byte[] Describe(string name, long[] axes) => Message(value =>
    {
        Text(value, 1, name);
        Bytes(value, 2, Message(type => Bytes(type, 1, Message(tensor =>
        {
            Number(tensor, 1, OnnxTensor.Float);
            if (axes.Length == 0) return;
            Bytes(tensor, 2, Message(shape =>
            {
                foreach (long axis in axes)
                    Bytes(shape, 1, Message(length =>
                    {
                        if (axis >= 0) Number(length, 1, axis);
                        else Text(length, 2, "open");
                    }));
            }));
        }))));
    });
}
