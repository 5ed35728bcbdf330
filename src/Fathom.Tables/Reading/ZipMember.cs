using System.IO.Compression;

namespace Fathom.Tables.Reading;

/// <summary>One file of a zip archive as a stream that closes the archive with itself.</summary>
internal sealed class ZipMember : Stream
{
    private readonly ZipArchive _archive;
    private readonly Stream _content;

    public ZipMember(string archive, string member)
    {
        _archive = ZipFile.OpenRead(archive);
        _content = (_archive.GetEntry(member) ?? throw new InvalidDataException($"there is no '{member}' in it.")).Open();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => _content.Read(buffer);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
