using System.Text;

namespace Fathom.Tests.Saving;

/// <summary>A file with some bytes changed, or cut short.</summary>
internal static class Mutation
{
    private static readonly string[] Words = ["-1", "0", "2147483648", "99999999999999999999", "1e400", "null", "[]", "{}", "\"\"", "true", "\\u0000"];
    private static readonly long[] Extremes = [0, 1, -1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 33];

    /// <summary>Changes one to three places; every fourth file is cut as well.</summary>
    public static byte[] Of(byte[] whole, Random random)
    {
        List<byte> bytes = [.. random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : whole];
        bool text = whole.Length > 0 && whole[0] == (byte)'{';
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            // The beginning holds what leads to everything else.
            int at = random.Next(random.Next(3) == 0 ? Math.Min(bytes.Count, 512) : bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = text ? (byte)random.Next(32, 127) : (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when text:
                    Replace(Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]), Token(bytes, at));
                    break;
                case 2:
                    byte[] number = BitConverter.GetBytes(Extremes[random.Next(Extremes.Length)]);
                    Replace(number[..Math.Min(random.Next(2) == 0 ? 4 : 8, bytes.Count - at)], Math.Min(random.Next(2) == 0 ? 4 : 8, bytes.Count - at));
                    break;
                default:
                    int from = random.Next(bytes.Count), length = Math.Min(random.Next(1, 40), Math.Min(bytes.Count - from, bytes.Count - at));
                    Replace([.. bytes.GetRange(from, length)], length);
                    break;
            }

            void Replace(byte[] by, int length)
            {
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, by);
            }
        }
        return [.. bytes];
    }

    // As far as letters and digits go.
    private static int Token(List<byte> bytes, int at)
    {
        int length = 0;
        while (at + length < bytes.Count && char.IsLetterOrDigit((char)bytes[at + length])) length++;
        return length;
    }
}
