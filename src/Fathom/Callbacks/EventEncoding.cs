using System.Buffers.Binary;
using Google.Protobuf;
using static Fathom.Saving.ProtobufFields;

namespace Fathom.Callbacks;

/// <summary>
/// Events in the wire format of TensorFlow's <c>event.proto</c>, <c>summary.proto</c> and <c>tensor.proto</c>, as the second version of its summaries writes
/// them: a tensor, and the name of the plugin that shows it.
/// </summary>
internal static class EventEncoding
{
    private const int Buckets = 30;

    /// <summary>The first event of every file.</summary>
    public static byte[] Version(double time) => Message(output =>
    {
        Double(output, 1, time);
        Text(output, 3, "brain.Event:2");
    });

    /// <summary>One number.</summary>
    public static byte[] Scalar(string tag, float value, long step, double time) => Event(tag, "scalars", dataClass: 1, step, time, tensor =>
    {
        Number(tensor, 1, 1); // DT_FLOAT
        Bytes(tensor, 2, []); // a scalar
        byte[] content = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(content, value);
        Bytes(tensor, 4, content);
    });

    /// <summary>Counts of values in 30 buckets of one width between the smallest and the largest; values that are not finite are left out.</summary>
    public static byte[] Histogram(string tag, ReadOnlySpan<float> values, long step, double time)
    {
        double[,] buckets = Count(values);
        return Event(tag, "histograms", dataClass: 2, step, time, tensor =>
        {
            Number(tensor, 1, 2); // DT_DOUBLE
            Bytes(tensor, 2, Message(shape =>
            {
                foreach (int axis in (int[])[Buckets, 3]) Bytes(shape, 2, Message(dimension => Number(dimension, 1, axis)));
            }));
            byte[] content = new byte[buckets.Length * sizeof(double)];
            int at = 0;
            foreach (double number in buckets) BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(sizeof(double) * at++), number);
            Bytes(tensor, 4, content);
        });
    }

    /// <summary>The graph of a model's layers, as Keras's JSON.</summary>
    public static byte[] Graph(string tag, string architecture, double time) => Event(tag, "graph_keras_model", dataClass: 3, step: 0, time, tensor =>
    {
        Number(tensor, 1, 7); // DT_STRING
        Bytes(tensor, 2, Message(shape => Bytes(shape, 2, Message(dimension => Number(dimension, 1, 1)))));
        Text(tensor, 8, architecture);
    }, content: "1");

    // Rows of left edge, right edge and count, as TensorBoard's own writer makes them.
    private static double[,] Count(ReadOnlySpan<float> values)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        int finite = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            finite++;
            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }
        var buckets = new double[Buckets, 3];
        if (finite == 0) return buckets;
        double width = (maximum - minimum) / Buckets;
        for (int i = 0; i < Buckets; i++)
        {
            buckets[i, 0] = minimum + i * width;
            buckets[i, 1] = i == Buckets - 1 ? maximum : minimum + (i + 1) * width;
        }
        foreach (float value in values)
            if (float.IsFinite(value)) buckets[width > 0 ? Math.Min((int)((value - minimum) / width), Buckets - 1) : Buckets - 1, 2]++;
        return buckets;
    }

    private static byte[] Event(string tag, string plugin, int dataClass, long step, double time, Action<CodedOutputStream> tensor, string content = "") => Message(output =>
    {
        Double(output, 1, time);
        Number(output, 2, step);
        Bytes(output, 5, Message(summary => Bytes(summary, 1, Message(value =>
        {
            Text(value, 1, tag);
            Bytes(value, 8, Message(tensor));
            Bytes(value, 9, Message(metadata =>
            {
                Bytes(metadata, 1, Message(data =>
                {
                    Text(data, 1, plugin);
                    if (content.Length > 0) Text(data, 2, content);
                }));
                Number(metadata, 4, dataClass);
            }));
        }))));
    });
}
