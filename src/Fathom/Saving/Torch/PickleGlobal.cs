namespace Fathom.Saving;

/// <summary>
/// What a pickle may name: containers, tensors, storages and types. Everything else is refused by name, before anything is done with it.
/// </summary>
/// <param name="Name">Module and name, for example <c>torch.FloatStorage</c>.</param>
/// <param name="Element">What the values of a storage are.</param>
internal sealed record PickleGlobal(string Name, ElementType? Element)
{
    public const string OrderedDictionary = "collections.OrderedDict", Size = "torch.Size", Device = "torch.device", Parameter = "torch._utils._rebuild_parameter",
        Tensor = "torch._utils._rebuild_tensor", StridedTensor = "torch._utils._rebuild_tensor_v2";

    private static readonly Dictionary<string, PickleGlobal> Allowed = new PickleGlobal[]
    {
        new(OrderedDictionary, null), new(Size, null), new(Device, null), new(Parameter, null), new(Tensor, null), new(StridedTensor, null),
        Storage("Double", ElementType.Float64), Storage("Float", ElementType.Float32), Storage("Half", ElementType.Float16), Storage("BFloat16", ElementType.BFloat16),
        Storage("Long", ElementType.Int64), Storage("Int", ElementType.Int32), Storage("Short", ElementType.Int16), Storage("Char", ElementType.Int8),
        Storage("Byte", ElementType.UInt8), Storage("Bool", ElementType.Bool),
        Type("float64"), Type("float32"), Type("float16"), Type("bfloat16"), Type("int64"), Type("int32"), Type("int16"), Type("int8"), Type("uint8"), Type("bool"),
    }.ToDictionary(global => global.Name);

    /// <summary>Finds what a pickle names.</summary>
    /// <exception cref="ModelFormatException">It may not name that.</exception>
    public static PickleGlobal Find(string module, string name) => Allowed.TryGetValue($"{module}.{name}", out PickleGlobal? known)
        ? known
        : throw new ModelFormatException(
            $"The file asks for '{module}.{name}', which is neither a tensor nor a plain container: to give it could run code. Nothing was run. Save the weights alone in PyTorch, " +
            "with torch.save(model.state_dict(), path), and do not use the file if you do not know where it comes from.");

    public override string ToString() => Name;

    private static PickleGlobal Storage(string name, ElementType type) => new($"torch.{name}Storage", type);

    private static PickleGlobal Type(string name) => new($"torch.{name}", null);
}
