using System.Buffers.Binary;
using System.IO.Compression;

namespace Fathom.Tables.Reading;

/// <summary>
/// Unpacks a gz file and, unlike <see cref="GZipStream"/>, notices when its end is missing: the last four bytes must be the length of the
/// content (RFC 1952, section 2.3.1), unless the file is several gz files in a row.
/// </summary>
internal sealed class GzFile(string path) : Stream
{
    private readonly GZipStream _content = new(File.OpenRead(path), CompressionMode.Decompress);
    private long _read;
    private bool _checked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _content.Read(buffer);
        _read += read;
        if (read == 0 && buffer.Length > 0 && !_checked)
        {
            _checked = true;
            if (!IsWhole()) throw new InvalidDataException("its end is missing.");
        }
        return read;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }

    private bool IsWhole()
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length < 18) return false;
        Span<byte> length = stackalloc byte[4];
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)_read || HasSecondMember(file);
    }

    // A member starts with 1F 8B 08, known flags, any time, and known values for effort and system: by chance once in 10^11 bytes.
    private static bool HasSecondMember(FileStream file)
    {
        var buffer = new byte[1 << 16];
        int kept = 0;
        bool atStart = true;
        file.Seek(0, SeekOrigin.Begin);
        while (file.Read(buffer, kept, buffer.Length - kept) is int read and > 0)
        {
            int filled = kept + read;
            for (int at = atStart ? 1 : 0; at + 10 <= filled; at++)
            {
                if (buffer[at] == 0x1F && buffer[at + 1] == 0x8B && buffer[at + 2] == 8 && buffer[at + 3] < 32
                    && buffer[at + 8] is (0 or 2 or 4) && buffer[at + 9] is (<= 13 or 255)) return true;
            }
            atStart = false;
            kept = Math.Min(9, filled);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }
        return false;
    }
}
