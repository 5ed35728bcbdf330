using Fathom.Layers;
using Fathom.Models;
using Google.Protobuf;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Onnx;

/// <summary>
/// Models as ONNX files: messages of <c>onnx.proto</c> (<c>ModelProto</c>, <c>GraphProto</c>, <c>ValueInfoProto</c>) in IR version 8 with operator set 18.
/// </summary>
internal static class OnnxFile
{
    private const int IrVersion = 8;

    /// <summary>The version of ONNX's own operator set.</summary>
    public const int OperatorSet = 18;

    /// <summary>Writes a model. The file appears only when it is complete.</summary>
    /// <exception cref="NotSupportedException">A layer has no ONNX form, or the weights exceed what a file can hold.</exception>
    public static void Write(Model model, string path)
    {
        ModelGraph calls = model.GetGraph();
        var graph = new OnnxGraph();
        OnnxValue[] inputs = [.. calls.Inputs.Select(input => new OnnxValue(graph.Unique(input.Source.Layer.Name), input.Shape))];
        string[] names = [.. calls.Outputs.Select(output => graph.Unique(output.Source.Layer.Name))];
        IReadOnlyList<OnnxValue> results = OnnxConverters.All.Convert(graph, model, inputs);
        foreach ((OnnxValue result, string output) in results.Zip(names)) graph.Name(result.Name, output);
        graph.Prune(names);

        List<(int Field, byte[] Content)> parts = [.. graph.Nodes.Select(node => (1, node.Encode()))];
        parts.AddRange(graph.Initializers.Select(initializer => (5, initializer.Value.Encode(initializer.Key))));
        parts.AddRange(inputs.Select(input => (11, Describe(input.Name, input.Name, input.Shape))));
        parts.AddRange(results.Zip(names).Select(output => (12, Describe(output.Second, output.Second, output.First.Shape))));
        Write(path, model.Name, parts, [("", OperatorSet)]);
    }

    /// <summary>Writes a graph. The file appears only when it is complete.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="title">The graph's name.</param>
    /// <param name="parts">The graph's fields: operations, weights, inputs and outputs.</param>
    /// <param name="operatorSets">The domains that the operations are from, with their versions.</param>
    /// <exception cref="NotSupportedException">The graph exceeds what a file can hold.</exception>
    public static void Write(string path, string title, IReadOnlyList<(int Field, byte[] Content)> parts, IReadOnlyList<(string Domain, int Version)> operatorSets)
    {
        byte[] name = Message(output => Text(output, 2, title));
        long size = name.Length + parts.Sum(part => CodedOutputStream.ComputeTagSize(part.Field) + CodedOutputStream.ComputeLengthSize(part.Content.Length) + (long)part.Content.Length);
        if (size > int.MaxValue)
            throw new NotSupportedException($"Model '{title}' takes {size:N0} bytes as ONNX, more than the 2 GiB that one ONNX file can hold. Save it as a .keras file, or export parts of it.");
        byte[] head = Message(output =>
        {
            Number(output, 1, IrVersion);
            Text(output, 2, "Fathom");
            output.WriteTag(7, WireFormat.WireType.LengthDelimited);
            output.WriteLength((int)size);
        });
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The model cannot be exported as '{path}': there is no folder '{folder}'. Create it first.");
        string temporary = $"{full}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(head);
                file.Write(name);
                foreach ((int field, byte[] content) in parts)
                {
                    file.Write(Message(output =>
                    {
                        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                        output.WriteLength(content.Length);
                    }));
                    file.Write(content);
                }
                foreach ((string domain, int version) in operatorSets)
                {
                    file.Write(Message(output => Bytes(output, 8, Message(set =>
                    {
                        if (domain.Length > 0) Text(set, 1, domain);
                        Number(set, 2, version);
                    }))));
                }
            }
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A description of an input or output; the batch and every axis of unknown length have names, by which runtimes know axes of one length.</summary>
    public static byte[] Describe(string name, string axes, Shape shape, int type = OnnxTensor.Float) => Message(value =>
    {
        Text(value, 1, name);
        Bytes(value, 2, Message(kind => Bytes(kind, 1, Message(tensor =>
        {
            Number(tensor, 1, type);
            Bytes(tensor, 2, Message(lengths =>
            {
                Bytes(lengths, 1, Message(axis => Text(axis, 2, "batch")));
                for (int i = 0; i < shape.Count; i++)
                {
                    int length = shape[i], place = i + 1;
                    Bytes(lengths, 1, Message(axis =>
                    {
                        if (length == Shape.Unknown) Text(axis, 2, $"{axes}_axis_{place}");
                        else Number(axis, 1, length);
                    }));
                }
            }));
        }))));
    });
}
