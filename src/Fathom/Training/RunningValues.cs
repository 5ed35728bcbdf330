using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Fathom.Training;

/// <summary>
/// Reads the numbers out of running figures and puts them back, whatever fields a figure keeps them in: so a metric need not know of checkpoints, and one that
/// a user writes is kept like the others.
/// </summary>
internal static class RunningValues
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>All numbers of an object, field by field.</summary>
    /// <exception cref="NotSupportedException">A field is of a kind that cannot be kept.</exception>
    public static IEnumerable<double[]> Export(object holder)
    {
        foreach (FieldInfo field in Fields(holder.GetType()))
        {
            object? value = field.GetValue(holder);
            if (field.FieldType == typeof(Tensor)) yield return Flatten((Tensor?)value);
            else if (field.FieldType.IsPrimitive) yield return [Convert.ToDouble(value, null)];
            else if (IsNumbers(field.FieldType)) yield return value is Array array ? [1, .. array.Cast<object>().Select(item => Convert.ToDouble(item, null))] : [0];
            else
                foreach (object part in Parts(value))
                    foreach (double[] inner in Export(part)) yield return inner;
        }
    }

    /// <summary>Puts back what <see cref="Export"/> gave, in its order.</summary>
    public static void Import(object holder, IEnumerator<double[]> values, Device device)
    {
        foreach (FieldInfo field in Fields(holder.GetType()))
        {
            if (field.FieldType == typeof(Tensor))
            {
                (field.GetValue(holder) as Tensor)?.Dispose();
                field.SetValue(holder, Unflatten(Next(values), device));
            }
            else if (field.FieldType.IsPrimitive) field.SetValue(holder, Convert.ChangeType(Next(values)[0], field.FieldType, null));
            else if (IsNumbers(field.FieldType)) field.SetValue(holder, Numbers(Next(values), field.FieldType.GetElementType()!));
            else
                foreach (object part in Parts(field.GetValue(holder))) Import(part, values, device);
        }
    }

    private static double[] Next(IEnumerator<double[]> values) =>
        values.MoveNext() ? values.Current : throw new InvalidOperationException("The checkpoint holds figures of other metrics. Compile with the same metrics, or delete the checkpoint to begin anew.");

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? at = type; at is not null && at != typeof(object); at = at.BaseType)
            foreach (FieldInfo field in at.GetFields(Own).OrderBy(field => field.MetadataToken))
                if (!IsDescription(field.FieldType) && !IsOption(field))
                    yield return IsKept(field.FieldType)
                        ? field
                        : throw new NotSupportedException(
                            $"{type.Name} keeps its figure in a field of type {field.FieldType.Name} ('{field.Name}'), which a checkpoint within an epoch cannot hold. Keep it in numbers, arrays or " +
                            "tensors, or write checkpoints at the end of epochs.");
    }

    // What says how to compute, and does not change while computing.
    private static bool IsDescription(Type type) =>
        type == typeof(string) || type == typeof(Scalar) || type == typeof(Shape) || type.IsEnum || typeof(Delegate).IsAssignableFrom(type) || typeof(Metric).IsAssignableFrom(type) ||
        typeof(Loss).IsAssignableFrom(type) || typeof(Layers.Layer).IsAssignableFrom(type);

    // What cannot be set again, of a type that cannot be changed.
    private static bool IsOption(FieldInfo field) => field.IsInitOnly &&
        (Nullable.GetUnderlyingType(field.FieldType) is not null ||
        (field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && field.FieldType.GenericTypeArguments[0].IsPrimitive));

    private static bool IsKept(Type type) =>
        type == typeof(Tensor) || type.IsPrimitive || IsNumbers(type) || IsPart(type) || (type.IsArray && IsPart(type.GetElementType()!)) ||
        (type.IsGenericType && typeof(IReadOnlyList<object>).IsAssignableFrom(type) && IsPart(type.GenericTypeArguments[0]));

    private static bool IsNumbers(Type type) => type.IsArray && type.GetArrayRank() == 1 && type.GetElementType()!.IsPrimitive;

    private static bool IsPart(Type type) => typeof(MetricState).IsAssignableFrom(type) || type.Namespace == typeof(Metrics.RunningMean).Namespace;

    private static IEnumerable<object> Parts(object? value) => value switch
    {
        null => [],
        System.Collections.IEnumerable list => list.Cast<object>(),
        _ => [value],
    };

    private static Array? Numbers(double[] values, Type type)
    {
        if (values[0] == 0) return null;
        var array = Array.CreateInstance(type, values.Length - 1);
        for (int i = 1; i < values.Length; i++) array.SetValue(Convert.ChangeType(values[i], type, null), i - 1);
        return array;
    }

    // The type and the axes come first.
    private static double[] Flatten(Tensor? tensor)
    {
        if (tensor is null) return [];
        using var scope = NewDisposeScope();
        return [(int)tensor.dtype, tensor.ndim, .. tensor.shape.Select(axis => (double)axis), .. tensor.detach().cpu().to(float64).contiguous().data<double>().ToArray()];
    }

    private static Tensor? Unflatten(double[] values, Device device)
    {
        if (values.Length == 0) return null;
        int axes = (int)values[1];
        long[] shape = [.. values.Skip(2).Take(axes).Select(axis => (long)axis)];
        using var scope = NewDisposeScope();
        return tensor(values[(2 + axes)..], shape, dtype: float64).clone().to((ScalarType)(int)values[0]).to(device).DetachFromDisposeScope();
    }
}
