using System.Buffers.Binary;
using static System.Numerics.BitOperations;

namespace Fathom.Layers;

/// <summary>
/// FarmHash's Fingerprint64 (Pike 2014), the hash of TensorFlow's <c>to_hash_bucket_fast</c>: the same number for the same bytes on every machine, for good.
/// </summary>
internal static class FarmHash
{
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    public static ulong Fingerprint64(ReadOnlySpan<byte> s) => s.Length switch
    {
        <= 16 => UpTo16(s),
        <= 32 => UpTo32(s),
        <= 64 => UpTo64(s),
        _ => Longer(s),
    };

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        ulong length = (ulong)s.Length, factor = K2 + 2 * length;
        if (s.Length >= 8)
        {
            ulong a = Word(s, 0) + K2, b = Word(s, s.Length - 8);
            return Mix(RotateRight(b, 37) * factor + a, (RotateRight(a, 25) + b) * factor, factor);
        }
        if (s.Length >= 4) return Mix(length + ((ulong)Half(s, 0) << 3), Half(s, s.Length - 4), factor);
        if (s.Length == 0) return K2;
        uint y = s[0] + ((uint)s[s.Length >> 1] << 8), z = (uint)s.Length + ((uint)s[^1] << 2);
        return Shift(y * K2 ^ z * K0) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        ulong factor = K2 + 2 * (ulong)s.Length, a = Word(s, 0) * K1, b = Word(s, 8), c = Word(s, s.Length - 8) * factor, d = Word(s, s.Length - 16) * K2;
        return Mix(RotateRight(a + b, 43) + RotateRight(c, 30) + d, a + RotateRight(b + K2, 18) + c, factor);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        ulong factor = K2 + 2 * (ulong)s.Length, a = Word(s, 0) * K2, b = Word(s, 8), c = Word(s, s.Length - 8) * factor, d = Word(s, s.Length - 16) * K2;
        ulong y = RotateRight(a + b, 43) + RotateRight(c, 30) + d, z = Mix(y, a + RotateRight(b + K2, 18) + c, factor);
        ulong e = Word(s, 16) * factor, f = Word(s, 24), g = (y + Word(s, s.Length - 32)) * factor, h = (z + Word(s, s.Length - 24)) * factor;
        return Mix(RotateRight(e + f, 43) + RotateRight(g, 30) + h, e + RotateRight(f + a, 18) + g, factor);
    }

    private static ulong Longer(ReadOnlySpan<byte> s)
    {
        ulong x = unchecked(81 * K2) + Word(s, 0), y = unchecked(81 * K1 + 113), z = Shift(y * K2 + 113) * K2;
        (ulong First, ulong Second) v = (0, 0), w = (0, 0);
        int end = (s.Length - 1) / 64 * 64, rest = (s.Length - 1) & 63;
        for (int at = 0; at != end; at += 64) Round(s[at..], K1, 1);
        ulong factor = K1 + ((z & 0xff) << 1);
        w.First += (ulong)rest;
        v.First += w.First;
        w.First += v.First;
        Round(s[^64..], factor, 9);
        return Mix(Mix(v.First, w.First, factor) + Shift(y) * K0 + z, Mix(v.Second, w.Second, factor) + x, factor);

        void Round(ReadOnlySpan<byte> block, ulong by, ulong weight)
        {
            x = RotateRight(x + y + v.First + Word(block, 8), 37) * by;
            y = RotateRight(y + v.Second + Word(block, 48), 42) * by;
            x ^= w.Second * weight;
            y += v.First * weight + Word(block, 40);
            z = RotateRight(z + w.First, 33) * by;
            v = Weak(block, v.Second * by, x + w.First);
            w = Weak(block[32..], z + w.Second, y + Word(block, 16));
            (z, x) = (x, z);
        }
    }

    private static (ulong, ulong) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong last = Word(s, 24);
        a += Word(s, 0);
        b = RotateRight(b + a + last, 21);
        ulong c = a;
        a += Word(s, 8) + Word(s, 16);
        b += RotateRight(a, 44);
        return (a + last, b + c);
    }

    private static ulong Mix(ulong u, ulong v, ulong factor)
    {
        ulong a = Shift((u ^ v) * factor);
        return Shift((v ^ a) * factor) * factor;
    }

    private static ulong Shift(ulong value) => value ^ (value >> 47);

    private static ulong Word(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static uint Half(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);
}
