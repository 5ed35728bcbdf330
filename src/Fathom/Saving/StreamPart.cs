namespace Fathom.Saving;

/// <summary>A part of an open stream, read only, as a stream of its own. Nobody else may read from the whole meanwhile.</summary>
internal sealed class StreamPart(Stream whole, long start, long length) : Stream
{
    public override long Position { get; set; }

    public override long Length => length;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => true;

    public override int Read(Span<byte> buffer)
    {
        whole.Position = start + Position;
        int read = whole.Read(buffer[..(int)Math.Clamp(length - Position, 0, buffer.Length)]);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A part of a stream is read, not written.");

    public override void SetLength(long value) => throw new NotSupportedException("A part of a stream is read, not written.");

    public override void Flush() { }
}
