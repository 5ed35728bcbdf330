using System.Buffers.Binary;
using System.Numerics;

namespace Fathom.Saving;

/// <summary>
/// Reads pickles of tensors and plain containers (Python's <c>pickletools</c>, protocols 2 to 5). It makes lists, dictionaries, numbers, texts and tensors, and
/// nothing else: there is no code in it that could call what a file names.
/// </summary>
/// <param name="reader">Where from.</param>
/// <param name="storage">Finds the storage that a persistent identifier means.</param>
internal sealed class Unpickler(PickleReader reader, Func<object?, object> storage)
{
    private const int MostEntries = 10_000_000, MostAxes = 64;

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private long _copied;

    /// <summary>Reads one pickle.</summary>
    /// <returns>None, a flag, a number (<see cref="BigInteger"/> or <see cref="double"/>), a text, bytes, a list, an array for a tuple, a dictionary or a tensor.</returns>
    public object? Read()
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        while (true)
        {
            int at = reader.Position;
            byte code = reader.Byte();
            if (code == '.') return Pop();
            if (!Number(code) && !Text(code) && !Container(code) && !Stack(code) && !Call(code))
                throw new InvalidDataException($"byte {at} is the pickle instruction 0x{code:x2}, which weights do not need and which is refused");
        }
    }

    private bool Number(byte code)
    {
        switch ((char)code)
        {
            case 'N': Push(null); return true;
            case '\x88': Push(true); return true;
            case '\x89': Push(false); return true;
            case 'J': Push(new BigInteger(reader.Int32())); return true;
            case 'K': Push(new BigInteger(reader.Byte())); return true;
            case 'M': Push(new BigInteger(BinaryPrimitives.ReadUInt16LittleEndian(reader.Bytes(2)))); return true;
            case '\x8a': Push(new BigInteger(reader.Bytes(reader.Byte()))); return true;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(reader.Bytes(8))); return true;
            default: return false;
        }
    }

    private bool Text(byte code)
    {
        switch ((char)code)
        {
            case 'X': Push(reader.Text(reader.Int32())); return true;
            case '\x8c': Push(reader.Text(reader.Byte())); return true;
            case '\x8d': Push(reader.Text(reader.Int64())); return true;
            // Texts of Python 2.
            case 'T': Push(reader.Text(reader.Int32())); return true;
            case 'U': Push(reader.Text(reader.Byte())); return true;
            case 'B': Push(reader.Memory((uint)reader.Int32())); return true;
            case 'C': Push(reader.Memory(reader.Byte())); return true;
            case '\x8e': Push(reader.Memory(reader.Int64())); return true;
            default: return false;
        }
    }

    private bool Container(byte code)
    {
        switch ((char)code)
        {
            case ')': Push(Array.Empty<object?>()); return true;
            case '\x85': Push(Top(1)); return true;
            case '\x86': Push(Top(2)); return true;
            case '\x87': Push(Top(3)); return true;
            case 't': Push(SinceMark()); return true;
            case ']': Push(new List<object?>()); return true;
            case 'l': Push(new List<object?>(SinceMark())); return true;
            case 'a': { object? item = Pop(); Under<List<object?>>().Add(item); return true; }
            case 'e': { object?[] items = SinceMark(); Under<List<object?>>().AddRange(items); return true; }
            case '}': Push(new Dictionary<object, object?>()); return true;
            case 'd': { object?[] items = SinceMark(); Push(new Dictionary<object, object?>()); Put(items); return true; }
            case 's': Put(Top(2)); return true;
            case 'u': Put(SinceMark()); return true;
            default: return false;
        }
    }

    private bool Stack(byte code)
    {
        switch ((char)code)
        {
            case '\x80': _ = reader.Byte(); return true;
            case '\x95': _ = reader.Int64(); return true;
            case '(': _marks.Add(_stack.Count); return true;
            case '0': _ = Pop(); return true;
            case '1': _ = SinceMark(); return true;
            case '2': Push(Under<object>()); return true;
            case 'q': _memo[reader.Byte()] = Under<object?>(); return true;
            case 'r': _memo[(uint)reader.Int32()] = Under<object?>(); return true;
            case '\x94': _memo[_memo.Count] = Under<object?>(); return true;
            case 'h': Push(_memo[reader.Byte()]); return true;
            case 'j': Push(_memo[(uint)reader.Int32()]); return true;
            default: return false;
        }
    }

    private bool Call(byte code)
    {
        switch ((char)code)
        {
            case 'c': { string module = reader.Line(); Push(PickleGlobal.Find(module, reader.Line())); return true; }
            case '\x93': { object?[] names = Top(2); Push(PickleGlobal.Find((string)names[0]!, (string)names[1]!)); return true; }
            case 'Q': Push(storage(Pop())); return true;
            case 'R': { object?[] call = Top(2); Push(Make((PickleGlobal)call[0]!, (object?[])call[1]!)); return true; }
            // What a dictionary has besides its entries: versions of modules.
            case 'b':
                _ = Pop();
                if (Under<object>() is not Dictionary<object, object?>) throw new InvalidDataException("an object with a state of its own is no dictionary");
                return true;
            default: return false;
        }
    }

    private object? Make(PickleGlobal what, object?[] arguments)
    {
        switch (what.Name)
        {
            case PickleGlobal.OrderedDictionary:
                var made = new Dictionary<object, object?>();
                // Python 2 wrote the entries as a list of pairs.
                if (arguments.Length > 0)
                {
                    // One list may be given many times over.
                    var pairs = (List<object?>)arguments[0]!;
                    if ((_copied += pairs.Count) > MostEntries) throw new InvalidDataException("its containers are copied without end");
                    foreach (object? pair in pairs)
                        if (pair is List<object?> { Count: 2 } list) made[Key(list[0])] = list[1];
                        else made[Key(((object?[])pair!)[0])] = ((object?[])pair)[1];
                }
                return made;
            case PickleGlobal.Size: return arguments[0];
            case PickleGlobal.Device: return string.Join(":", arguments.Take(2).Where(part => part is string or BigInteger));
            case PickleGlobal.Parameter: return (TorchTensor)arguments[0]!;
            case PickleGlobal.Tensor or PickleGlobal.StridedTensor:
                return new TorchTensor(arguments[0] as TorchView ?? throw new InvalidDataException("a tensor has no storage"), Whole(arguments[1]), WholeNumbers(arguments[2]), WholeNumbers(arguments[3]));
            default: throw new InvalidDataException($"'{what}' is called, which is a type");
        }
    }

    private static long[] WholeNumbers(object? tuple) => tuple is object?[] { Length: <= MostAxes } axes ? [.. axes.Select(Whole)] : throw new InvalidDataException($"a tensor has no tuple of at most {MostAxes} axes");

    /// <summary>A number that fits into 64 bits.</summary>
    public static long Whole(object? number) => (long)(BigInteger)number!;

    private static object Key(object? key) => key is string or BigInteger or bool or double ? key : throw new InvalidDataException("a dictionary has a key that is neither text nor number");

    private void Put(object?[] items)
    {
        var target = Under<Dictionary<object, object?>>();
        if (items.Length % 2 != 0) throw new InvalidDataException("a dictionary has a key without a value");
        for (int i = 0; i < items.Length; i += 2) target[Key(items[i])] = items[i + 1];
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Pop() => Top(1)[0];

    private int Base => _marks.Count > 0 ? _marks[^1] : 0;

    private T Under<T>() => _stack.Count > Base ? (T)_stack[^1]! : throw new InvalidDataException("an instruction finds nothing to work on");

    private object?[] Top(int count)
    {
        if (_stack.Count - Base < count) throw new InvalidDataException("an instruction finds nothing to work on");
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] SinceMark()
    {
        if (_marks.Count == 0) throw new InvalidDataException("an instruction finds nothing to work on");
        object?[] values = [.. _stack[Base..]];
        _stack.RemoveRange(Base, _stack.Count - Base);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }
}
