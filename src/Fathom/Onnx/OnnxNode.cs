using System.Text;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Onnx;

/// <summary>An operation of an ONNX graph: <c>NodeProto</c>.</summary>
/// <param name="Operation">Its type, for example <c>MatMul</c>.</param>
/// <param name="Inputs">The names of what it takes; empty where an optional input is left out.</param>
/// <param name="Outputs">The names of what it makes.</param>
/// <param name="Attributes">Its options: whole numbers, numbers, texts, or arrays of these, or a tensor.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<(string Name, object Value)> Attributes)
{
    /// <summary>The operator set, or none for ONNX's own.</summary>
    public string? Domain { get; init; }

    public byte[] Encode() => Message(node =>
    {
        foreach (string input in Inputs) Text(node, 1, input);
        foreach (string output in Outputs) Text(node, 2, output);
        Text(node, 3, Outputs[0]);
        Text(node, 4, Operation);
        foreach ((string name, object value) in Attributes) Bytes(node, 5, Encode(name, value));
        if (Domain is not null) Text(node, 7, Domain);
    });

    // AttributeProto: the value lies in a field of its type, which another field names.
    private static byte[] Encode(string name, object value) => Message(attribute =>
    {
        Text(attribute, 1, name);
        switch (value)
        {
            case float number:
                Single(attribute, 2, number);
                Number(attribute, 20, 1);
                break;
            case int or long:
                Number(attribute, 3, Convert.ToInt64(value, null));
                Number(attribute, 20, 2);
                break;
            case string text:
                Bytes(attribute, 4, Encoding.UTF8.GetBytes(text));
                Number(attribute, 20, 3);
                break;
            case OnnxTensor tensor:
                Bytes(attribute, 5, tensor.Encode());
                Number(attribute, 20, 4);
                break;
            case float[] numbers:
                foreach (float number in numbers) Single(attribute, 7, number);
                Number(attribute, 20, 6);
                break;
            case int[] numbers:
                foreach (int number in numbers) Number(attribute, 8, number);
                Number(attribute, 20, 7);
                break;
            case string[] texts:
                foreach (string text in texts) Bytes(attribute, 9, Encoding.UTF8.GetBytes(text));
                Number(attribute, 20, 8);
                break;
            default:
                throw new ArgumentException($"An attribute cannot hold a {value.GetType()}.", nameof(value));
        }
    });
}
